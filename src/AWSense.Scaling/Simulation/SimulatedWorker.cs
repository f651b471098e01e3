using AWSense.Core.Fleet;
using AWSense.Scaling.AutoScaling;

namespace AWSense.Scaling.Simulation;

/// <summary>A worker in virtual time.</summary>
internal sealed class SimulatedWorker(int number, double orderedAt, int slots, int prefetch)
{
    public int Number { get; } = number;

    public string Id { get; } = $"worker-{number}";

    public double OrderedAt { get; } = orderedAt;

    /// <summary>Null while it boots.</summary>
    public double? ReadyAt { get; set; }

    public FleetMemberState Phase { get; set; }

    /// <summary>It has ended; events that still name it are void.</summary>
    public bool Gone { get; set; }

    public bool Spot { get; init; }

    /// <summary>The requests in its slots, -1 for none.</summary>
    public int[] Slots { get; } = [.. Enumerable.Repeat(-1, slots)];

    public int Busy { get; private set; }

    /// <summary>Requests that are leased and wait for a slot of this worker.</summary>
    public Queue<int> Prefetched { get; } = new();

    public bool HasFreeSlot => Busy < Slots.Length;

    public long Completed { get; private set; }

    public double BusySeconds { get; private set; }

    public TerminationCandidate ToCandidate(DateTimeOffset start) => new(
        Number,
        start + TimeSpan.FromSeconds(OrderedAt),
        Phase == FleetMemberState.Booting ? WorkerLoad.Booting : Busy > 0 ? WorkerLoad.Busy : WorkerLoad.Idle);

    /// <summary>It would lease another request.</summary>
    public bool HasRoom => Phase == FleetMemberState.InService && !Gone && Busy + Prefetched.Count < Slots.Length + prefetch;

    /// <summary>Takes a request; there must be room.</summary>
    /// <returns>The slot it is in.</returns>
    public int Take(int request)
    {
        var slot = Array.IndexOf(Slots, -1);
        Slots[slot] = request;
        Busy++;
        return slot;
    }

    /// <summary>Finishes the request of a slot, which it kept busy for so long.</summary>
    public void Complete(int slot, double seconds)
    {
        Slots[slot] = -1;
        Busy--;
        Completed++;
        BusySeconds += seconds;
    }
}
