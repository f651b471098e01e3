using System.Collections.Concurrent;
using System.Threading.Channels;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Presence;

/// <summary>What this worker has in hand, is doing and has done. Thread-safe.</summary>
internal sealed class WorkerActivity(IOptions<WorkerOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RequestLease> held = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private bool ready;
    private bool draining;
    private WorkerCounters counters = new(0, 0, 0);
    private long accruedAt = time.GetTimestamp();

    /// <summary>This worker's name.</summary>
    public string WorkerId => options.Value.Id;

    /// <summary>Becomes readable when the state has changed; at most one change is kept.</summary>
    public ChannelReader<bool> Changes => changes.Reader;

    /// <summary>The leases that this worker holds now.</summary>
    public IReadOnlyCollection<RequestLease> Held => [.. held.Values];

    /// <summary>The state now.</summary>
    public WorkerState State
    {
        get
        {
            lock (gate)
            {
                return draining ? WorkerState.Draining : !ready ? WorkerState.Booting : !held.IsEmpty ? WorkerState.Busy : WorkerState.Idle;
            }
        }
    }

    /// <summary>The counters now.</summary>
    public WorkerCounters Counters
    {
        get
        {
            lock (gate)
            {
                Accrue();
                return counters;
            }
        }
    }

    /// <summary>When the default model was warm; null before that.</summary>
    public DateTimeOffset? ReadyAt { get; private set; }

    /// <summary>The default model is warm.</summary>
    public void Ready() => Change(() =>
    {
        ready = true;
        ReadyAt = time.GetUtcNow();
    });

    /// <summary>Nothing new is taken from now on.</summary>
    public void Drain() => Change(() => draining = true);

    /// <summary>A lease was taken in hand.</summary>
    public void Take(RequestLease lease) => Change(() => held[lease.Receipt] = lease);

    /// <summary>A lease is out of hand, or lost.</summary>
    /// <returns>False when it was out of hand already.</returns>
    public bool Drop(RequestLease lease)
    {
        var wasHeld = false;
        Change(() => wasHeld = held.TryRemove(lease.Receipt, out _));
        return wasHeld;
    }

    /// <summary>A request was ended by this worker.</summary>
    public void Count(bool succeeded) => Change(() => counters = succeeded
        ? counters with { Succeeded = counters.Succeeded + 1 }
        : counters with { Failed = counters.Failed + 1 });

    private void Change(Action change)
    {
        lock (gate)
        {
            Accrue();
            change();
        }

        changes.Writer.TryWrite(true);
    }

    /// <summary>Adds the time since the last call for each slot that had a request; one leased beyond the slots only waits.</summary>
    private void Accrue()
    {
        var now = time.GetTimestamp();
        var slots = Math.Min(held.Count, options.Value.Slots);
        counters = counters with { BusySeconds = counters.BusySeconds + (slots * time.GetElapsedTime(accruedAt, now).TotalSeconds) };
        accruedAt = now;
    }
}
