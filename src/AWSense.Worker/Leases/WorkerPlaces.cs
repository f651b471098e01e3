using AWSense.Core.Queues;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Leases;

/// <summary>The places for requests that the lease loop has taken: one for each slot, and those that are prefetched. Thread-safe.</summary>
/// <remarks>
/// It is asked for more when half of what is prefetched is used up, so that several requests come at once and none too late.
/// A request whose outcome is archived leaves its place to the next, while its client and the queue are still told: that costs this worker no more than a
/// wait for others. At most as many are being told as there are places, so a queue that answers slowly holds the worker up.
/// </remarks>
internal sealed class WorkerPlaces(IOptions<WorkerOptions> options, PrefetchDepth prefetch)
{
    private readonly int slots = options.Value.Slots;
    private readonly Lock gate = new();
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> settled = new(StringComparer.Ordinal);
    private TaskCompletionSource? awaited;

    /// <summary>The places that are free now.</summary>
    public int Free
    {
        get
        {
            lock (gate)
            {
                return FreeOf(slots + prefetch.Now);
            }
        }
    }

    /// <summary>Waits until it is worth asking for more requests; then at least one place is free, unless pictures have just become slower.</summary>
    /// <remarks>One wait at a time. It ends when there are enough, not with each that leaves: a thread is woken for it.</remarks>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (Enough() is { } enough)
        {
            await enough.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A request takes a place.</summary>
    public void Take(RequestLease lease)
    {
        lock (gate)
        {
            taken.Add(lease.Receipt);
        }
    }

    /// <summary>A request's outcome is archived. One that has no place here changes nothing.</summary>
    public void Settle(RequestLease lease)
    {
        lock (gate)
        {
            if (taken.Remove(lease.Receipt))
            {
                settled.Add(lease.Receipt);
                Tell();
            }
        }
    }

    /// <summary>A request is out of hand.</summary>
    public void Leave(RequestLease lease)
    {
        lock (gate)
        {
            if (taken.Remove(lease.Receipt) || settled.Remove(lease.Receipt))
            {
                Tell();
            }
        }
    }

    /// <returns>Ends when enough places are free; null when they are.</returns>
    private Task? Enough()
    {
        lock (gate)
        {
            awaited = AreEnough ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
            return awaited?.Task;
        }
    }

    private bool AreEnough => prefetch.Now is var ahead && FreeOf(slots + ahead) >= Math.Max(1, ahead / 2);

    private int FreeOf(int count) => Math.Min(count - taken.Count, (2 * count) - taken.Count - settled.Count);

    private void Tell()
    {
        if (awaited is not null && AreEnough)
        {
            awaited.SetResult();
            awaited = null;
        }
    }
}
