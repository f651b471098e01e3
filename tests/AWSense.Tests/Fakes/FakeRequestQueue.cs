using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Tests.Fakes;

/// <summary>A request queue in memory: leases, deliveries, lanes and a bound, by a clock that may be a test's.</summary>
internal sealed class FakeRequestQueue(TimeProvider time) : IRequestQueue, ISignalSource
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly DateTimeOffset countedSince = time.GetUtcNow();
    private int leaseNumber;
    private long sent;
    private long completed;
    private long redelivered;

    public TimeSpan LeaseDuration { get; set; } = new LeaseOptions().Duration;

    /// <summary>The most requests it holds.</summary>
    public long DepthMax { get; set; } = long.MaxValue;

    /// <summary>While set, every call fails as one to a broker that can't be reached does.</summary>
    public bool Unreachable { get; set; }

    /// <summary>Called with a request before it is appended.</summary>
    public Action<ClassificationRequest>? Sending { get; set; }

    /// <summary>Called with a lease before it is extended.</summary>
    public Action<RequestLease>? Extending { get; set; }

    /// <summary>Every request that was sent, in order, those sent again included.</summary>
    public List<SentRequest> Sent { get; } = [];

    /// <summary>How many of <see cref="Sent"/> survive a power cut.</summary>
    public int DurableCount { get; private set; }

    /// <summary>How often its demand was read.</summary>
    public int Reads { get; private set; }

    public Task SendAsync(ClassificationRequest request, Lane lane, Durability durability, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        Sending?.Invoke(request);
        lock (gate)
        {
            if (entries.Count >= DepthMax)
            {
                throw new QueueFullException(entries.Count);
            }

            Sent.Add(new(request, lane, durability));
            sent++;
            DurableCount = durability == Durability.PowerLoss ? Sent.Count : DurableCount;
            if (!entries.Exists(entry => entry.Request.Id == request.Id))
            {
                entries.Add(new(request, lane, time.GetUtcNow()));
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken) =>
        ReceiveAsync(maxRequests, Lane.Bulk, wait, cancellationToken);

    public async Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        (await ReceiveAsync(1, Lane.Interactive, wait, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, Lane last, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRequests, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRequests, QueueLimits.ReceiveMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, QueueLimits.WaitMax);
        var began = time.GetTimestamp();
        while (true)
        {
            RefuseWhenUnreachable(cancellationToken);
            var leases = Lease(maxRequests, last);
            if (leases.Count > 0 || time.GetElapsedTime(began) >= wait)
            {
                return leases;
            }

            await Task.Delay(Pace, cancellationToken);
        }
    }

    public Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        Extending?.Invoke(lease);
        lock (gate)
        {
            var held = Held(lease);
            held?.Until = time.GetUtcNow() + LeaseDuration;
            return Task.FromResult(held is not null);
        }
    }

    public Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            if (Held(lease) is { } held)
            {
                entries.Remove(held);
                completed++;
            }
        }

        return Task.CompletedTask;
    }

    public Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            if (Held(lease) is { } held)
            {
                held.Receipt = null;
                held.Deliveries -= begun ? 0 : 1;
            }
        }

        return Task.CompletedTask;
    }

    public Task EnsureDurableAsync(CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            DurableCount = Sent.Count;
        }

        return Task.CompletedTask;
    }

    public Task<DemandSignals> ReadAsync(CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            Reads++;
            var now = time.GetUtcNow();
            var waiting = entries.Where(entry => !entry.IsLeased(now)).ToList();
            TimeSpan? oldest = waiting.Count == 0 ? null : waiting.Max(entry => now - entry.SentAt);
            return Task.FromResult(new DemandSignals(Count(Lane.Interactive, now), Count(Lane.Bulk, now), oldest, sent, completed, redelivered, 0, countedSince, now));
        }
    }

    /// <summary>Requests that are leased before this one, its own included; null when it isn't waiting.</summary>
    public long? PositionOf(RequestId id)
    {
        lock (gate)
        {
            var at = entries.Where(entry => !entry.IsLeased(time.GetUtcNow())).ToList().FindIndex(entry => entry.Request.Id == id);
            return at < 0 ? null : at + 1;
        }
    }

    public bool IsLeased(RequestId id)
    {
        lock (gate)
        {
            return entries.Exists(entry => entry.Request.Id == id && entry.IsLeased(time.GetUtcNow()));
        }
    }

    private LaneBacklog Count(Lane lane, DateTimeOffset now) => new(
        entries.Count(entry => entry.Lane == lane && !entry.IsLeased(now)), entries.Count(entry => entry.Lane == lane && entry.IsLeased(now)));

    private List<RequestLease> Lease(int max, Lane last)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return [.. entries.Where(entry => !entry.IsLeased(now) && entry.Lane <= last).OrderBy(entry => entry.Lane).Take(max).Select(entry =>
            {
                redelivered += entry.Deliveries > 0 ? 1 : 0;
                entry.Deliveries++;
                entry.Until = now + LeaseDuration;
                entry.Receipt = $"lease-{++leaseNumber}";
                return new RequestLease(entry.Request, entry.Receipt, entry.Deliveries, entry.Until, entry.Lane);
            })];
        }
    }

    private Entry? Held(RequestLease lease) => entries.Find(entry => entry.Receipt == lease.Receipt && entry.IsLeased(time.GetUtcNow()));

    private void RefuseWhenUnreachable(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Unreachable)
        {
            throw new BackendUnavailableException("The broker can't be reached.");
        }
    }

    private sealed class Entry(ClassificationRequest request, Lane lane, DateTimeOffset sentAt)
    {
        public ClassificationRequest Request { get; } = request;

        public Lane Lane { get; } = lane;

        public DateTimeOffset SentAt { get; } = sentAt;

        public int Deliveries { get; set; }

        public string? Receipt { get; set; }

        public DateTimeOffset Until { get; set; }

        public bool IsLeased(DateTimeOffset now) => Receipt is not null && Until > now;
    }
}

/// <summary>A request as it was sent.</summary>
internal sealed record SentRequest(ClassificationRequest Request, Lane Lane, Durability Durability);
