using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Simulation;

/// <summary>The queue in virtual time: first come, first served; at least once.</summary>
internal sealed class SimulatedQueue
{
    private readonly Queue<int> waiting = new();
    private readonly Queue<int> returned = new();

    public int Waiting => waiting.Count + returned.Count;

    public int Leased { get; private set; }

    public long Arrived { get; private set; }

    public void Arrive(int request)
    {
        Arrived++;
        waiting.Enqueue(request);
    }

    /// <summary>A request that was delivered before comes again; it is older than any that waits.</summary>
    public void Return(int request) => returned.Enqueue(request);

    public bool TryLease(out int request)
    {
        if (!returned.TryDequeue(out request) && !waiting.TryDequeue(out request))
        {
            return false;
        }

        Leased++;
        return true;
    }

    /// <summary>A lease has ended: its request is done, or will be seen again later.</summary>
    public void EndLease() => Leased--;

    /// <summary>What a policy is told of it.</summary>
    public QueueReading Read(DateTimeOffset countedSince, DateTimeOffset now) => new(Waiting, Leased, Arrived, countedSince, now);
}
