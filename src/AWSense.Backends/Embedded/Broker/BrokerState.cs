using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Scaling.Recording;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The queue as it stands: the database, and in memory the lanes, the leases and those who wait. One thread at a time uses it, as <see cref="BrokerWriter"/> sees to.</summary>
internal sealed class BrokerState
{
    private readonly LaneQueue[] lanes = [new(), new()];
    private readonly long[] waiting = new long[2];
    private readonly ReceiverLine receivers = new();
    private readonly List<Receiver> served = [];
    private readonly LeaseTable leases = new();
    private readonly LaneTurn turn = new();
    private readonly RequestTable requests;
    private readonly LimitOptions limits;
    private readonly LeaseOptions leaseOptions;
    private readonly TimeProvider time;
    private readonly EventRecorder? recorder;
    private readonly DateTimeOffset countedSince;
    private readonly string run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));

    private long lastSeq;
    private long lastReceipt;
    private long sent;
    private long completed;
    private long redelivered;
    private long deadLetters;
    private int leasesOut;

    public BrokerState(BrokerDatabase database, LimitOptions limits, LeaseOptions leaseOptions, TimeProvider time, EventRecorder? recorder)
    {
        Database = database;
        Jobs = new(database);
        requests = new(database);
        this.limits = limits;
        this.leaseOptions = leaseOptions;
        this.time = time;
        this.recorder = recorder;
        countedSince = time.GetUtcNow();
        Reload();
    }

    public BrokerDatabase Database { get; }

    public JobTable Jobs { get; }

    /// <summary>Leases that are out; may be read from any thread.</summary>
    public int LeasesOut => Volatile.Read(ref leasesOut);

    /// <summary>Whether a request is leased.</summary>
    public bool IsLeased(RequestId id) => leases.IsLeased(id);

    /// <summary>The requests that are leased.</summary>
    public IReadOnlyCollection<RequestId> Leased => leases.Requests;

    /// <summary>Takes the queue from the database, at start and after a failed commit. All leases are void, so their requests wait again.</summary>
    public void Reload()
    {
        var waited = waiting[0] + waiting[1];
        foreach (var lease in leases.All)
        {
            recorder?.Happened(RecordedEventKind.LeaseEnded, lease.Owner.Worker, lease.Seq);
        }

        leases.Clear();
        TakeBackServed();
        foreach (var lane in Enum.GetValues<Lane>())
        {
            lanes[(int)lane].Clear();
            waiting[(int)lane] = 0;
        }

        foreach (var (seq, lane) in requests.All())
        {
            lanes[(int)lane].Append(seq);
            waiting[(int)lane]++;
            lastSeq = Math.Max(lastSeq, seq);
            if (--waited < 0)
            {
                recorder?.Happened(RecordedEventKind.Returned, request: seq);
            }
        }

        for (; waited > 0 && recorder is not null; waited--)
        {
            recorder.Happened(RecordedEventKind.Withdrawn); // What was sent in the commit that failed; which, nobody needs to know.
        }
    }

    /// <exception cref="QueueFullException">There is no room.</exception>
    public void Send(ClassificationRequest request, Lane lane)
    {
        var depth = waiting[0] + waiting[1] + leases.Requests.Count;
        if (depth >= limits.QueueDepthMax && !requests.Contains(request.Id))
        {
            throw new QueueFullException(depth);
        }

        if (!requests.TryAdd(lastSeq + 1, request, lane, time.GetUtcNow()))
        {
            return;
        }

        lanes[(int)lane].Append(++lastSeq);
        waiting[(int)lane]++;
        sent++;
        recorder?.Happened(RecordedEventKind.Arrived, request: lastSeq);
    }

    /// <summary>Writes something, so that a durable commit waits for all that was committed before it.</summary>
    public void Touch()
    {
        requests.Touch();
    }

    /// <summary>Lets somebody wait; it is served with the end of this batch, if there is anything.</summary>
    public void Wait(Receiver receiver) => receivers.Add(receiver);

    /// <summary>Ends somebody's wait with what there is, be it nothing.</summary>
    public void Withdraw(Receiver receiver)
    {
        ServeReceivers(); // It may have begun to wait in this very batch.
        EndWait(receiver);
    }

    /// <summary>Leases what waits to those who wait: each request to whoever has least in hand, and among equals first come first served.</summary>
    public void ServeReceivers()
    {
        if (receivers.Count > 0 && AnyWaiting)
        {
            foreach (var (receiver, share) in Share())
            {
                receiver.Leases = share;
                receivers.Remove(receiver);
                served.Add(receiver);
            }
        }

        Volatile.Write(ref leasesOut, leases.Requests.Count);
    }

    /// <summary>Tells those who were served, once it is committed.</summary>
    public void TellServed()
    {
        served.ForEach(receiver => receiver.Tell());
        served.Clear();
    }

    /// <summary>Ends all waits with nothing.</summary>
    public void EndWaits()
    {
        served.AddRange(receivers.RemoveAll());
        TellServed();
    }

    /// <returns>False when the lease has ended.</returns>
    public bool Extend(string receipt)
    {
        if (leases.Find(receipt) is not { } lease)
        {
            return false;
        }

        leases.Extend(lease, time.GetUtcNow() + leaseOptions.Duration);
        return true;
    }

    public void Complete(string receipt)
    {
        if (leases.Find(receipt) is not { } lease)
        {
            return;
        }

        leases.Remove(lease);
        requests.Remove(lease.Seq);
        completed++;
        recorder?.Happened(RecordedEventKind.Completed, lease.Owner.Worker, lease.Seq);
    }

    public void Release(string receipt, bool begun)
    {
        if (leases.Find(receipt) is not { } lease)
        {
            return;
        }

        if (!begun)
        {
            requests.Undeliver(lease.Seq);
        }

        Return(lease);
    }

    /// <summary>The owner is gone: its waits end, and its leases return.</summary>
    public void Forget(LeaseOwner owner)
    {
        foreach (var receiver in receivers.OwnedBy(owner))
        {
            EndWait(receiver);
        }

        foreach (var lease in leases.OwnedBy(owner))
        {
            Return(lease);
        }
    }

    /// <summary>Returns the leases that have ended.</summary>
    public void Sweep()
    {
        foreach (var lease in leases.Ended(time.GetUtcNow()))
        {
            Return(lease);
        }
    }

    /// <summary>Records how a job ended; a message that nobody has is removed.</summary>
    public void Finish(Core.Jobs.JobCompletion completion)
    {
        deadLetters += Jobs.TryFinish(completion) && completion.DeadLetter ? 1 : 0;
        if (!leases.IsLeased(completion.Id) && requests.Remove(completion.Id) is { } lane)
        {
            waiting[(int)lane]--;
            recorder?.Happened(RecordedEventKind.Withdrawn);
        }
    }

    /// <summary>How many of its lane are leased before a request; null when it is unknown.</summary>
    public long? PositionOf(RequestId id, int max) =>
        !leases.IsLeased(id) && requests.Find(id) is { } own ? requests.CountUpTo(own.Seq, own.Lane, max) - leases.CountBefore(own.Seq, own.Lane) : null;

    public DemandSignals Signals()
    {
        var now = time.GetUtcNow();
        var (interactive, bulk) = (Backlog(Lane.Interactive, now), Backlog(Lane.Bulk, now));
        var oldest = interactive.OldestAge is { } age && !(age < bulk.OldestAge) ? age : bulk.OldestAge;
        return new(interactive, bulk, oldest, sent, completed, redelivered, deadLetters, countedSince, now);
    }

    private bool AnyWaiting => waiting[0] > 0 || waiting[1] > 0;

    private void EndWait(Receiver receiver)
    {
        if (receivers.Remove(receiver))
        {
            served.Add(receiver);
        }
    }

    // A commit that failed has leased nothing: who was served waits on, first in the line; who gave up waiting is told.
    private void TakeBackServed()
    {
        foreach (var receiver in served)
        {
            if (receiver.Leases.Count == 0)
            {
                receiver.Tell();
                continue;
            }

            receiver.Leases = [];
            receivers.AddFirst(receiver);
        }

        served.Clear();
        receivers.RemoveFailed();
    }

    private LaneBacklog Backlog(Lane lane, DateTimeOffset now) => new(waiting[(int)lane], leases.Count(lane), now - OldestSentAt(lanes[(int)lane]));

    // If this fails, all of them wait on.
    private Dictionary<Receiver, List<DeliveredRequest>> Share()
    {
        var shares = new Dictionary<Receiver, List<DeliveredRequest>>();
        while (AnyWaiting && receivers.Neediest(waiting[(int)Lane.Interactive] > 0, HasRoom) is { } receiver)
        {
            if (!shares.TryGetValue(receiver, out var share))
            {
                shares[receiver] = share = [];
            }

            share.Add(LeaseTo(receiver));
        }

        return shares;

        bool HasRoom(Receiver receiver) => !shares.TryGetValue(receiver, out var share) || share.Count < receiver.MaxRequests;
    }

    private DeliveredRequest LeaseTo(Receiver receiver)
    {
        var lane = NextLane(receiver);
        var lease = LeaseOut(DeliverFrom(lane), lane, receiver.Owner);
        redelivered += lease.DeliveryCount > 1 ? 1 : 0;
        waiting[(int)lane]--;
        return lease;
    }

    private Lane NextLane(Receiver receiver)
    {
        if (receiver.InteractiveOnly)
        {
            turn.PassInteractive();
            return Lane.Interactive;
        }

        return turn.Next(waiting[(int)Lane.Interactive] > 0, waiting[(int)Lane.Bulk] > 0);
    }

    // A cancelled request that still stands in the lane is passed over, so that it costs its lane no turn.
    private QueuedRequest DeliverFrom(Lane lane)
    {
        while (lanes[(int)lane].TryTake(out var seq))
        {
            if (requests.Deliver(seq) is { } queued)
            {
                return queued;
            }
        }

        throw new InvariantException($"The {lane} lane is empty, but {waiting[(int)lane]} requests are counted there.");
    }

    // When the oldest request was sent; null when none waits. Cancelled ones before it are dropped on the way.
    private DateTimeOffset? OldestSentAt(LaneQueue lane)
    {
        while (lane.Oldest is { } seq)
        {
            if (requests.SentAt(seq) is { } sentAt)
            {
                return sentAt;
            }

            lane.TryTake(out _);
        }

        return null;
    }

    private DeliveredRequest LeaseOut(QueuedRequest queued, Lane lane, LeaseOwner owner)
    {
        var receipt = $"{run}-{++lastReceipt:x}";
        var until = time.GetUtcNow() + leaseOptions.Duration;
        leases.Add(new(queued.Seq, queued.Id, lane, owner, receipt, until));
        recorder?.Happened(RecordedEventKind.Started, owner.Worker, queued.Seq);
        return new(queued.Message, queued.TraceParent, receipt, queued.DeliveryCount, until, lane);
    }

    private void Return(Lease lease)
    {
        leases.Remove(lease);
        lanes[(int)lease.Lane].Return(lease.Seq);
        waiting[(int)lease.Lane]++;
        recorder?.Happened(RecordedEventKind.LeaseEnded, lease.Owner.Worker, lease.Seq);
        recorder?.Happened(RecordedEventKind.Returned, request: lease.Seq);
    }
}
