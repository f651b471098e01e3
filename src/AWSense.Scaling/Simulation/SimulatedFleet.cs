using AWSense.Core.Fleet;
using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Simulation;

/// <summary>The workers in virtual time: ordered, given up, and charged.</summary>
internal sealed class SimulatedFleet(ScalingPolicy policy, SimulationSettings settings, EventCalendar calendar, Random random)
{
    private readonly List<SimulatedWorker> workers = [];
    private readonly List<SimulatedWorker> idle = [];
    private int last;
    private int warm = policy.Capacity.WarmPool.Size;

    public IReadOnlyList<SimulatedWorker> Workers => workers;

    public int Launches { get; private set; }

    /// <summary>Seconds charged for workers that have ended.</summary>
    public double Charged { get; private set; }

    /// <summary>Workers that serve or will.</summary>
    public int Current => workers.Count(worker => worker.Phase != FleetMemberState.Draining);

    /// <summary>Adds a worker that serves from the start.</summary>
    public SimulatedWorker AddReady()
    {
        var worker = new SimulatedWorker(++last, 0, policy.Fleet.WorkersPerInstance, settings.Prefetch) { ReadyAt = 0, Phase = FleetMemberState.InService };
        workers.Add(worker);
        idle.Add(worker);
        return worker;
    }

    /// <summary>Orders one worker.</summary>
    /// <param name="together">How many boot at the same time, this one included.</param>
    public SimulatedWorker Order(double now, int together)
    {
        Launches++;
        var fromPool = warm > 0;
        var worker = new SimulatedWorker(++last, now, policy.Fleet.WorkersPerInstance, settings.Prefetch)
        {
            Spot = random.Next(100) < policy.Capacity.Purchase.SpotPercent,
        };
        workers.Add(worker);
        var boot = (fromPool ? settings.WarmBootTime : settings.BootTime).Draw(random);
        if (fromPool)
        {
            warm--;
            calendar.Add(now + settings.OrderDelay.TotalSeconds + settings.BootTime.Draw(random), new(EventKind.WarmWorkerPrepared));
        }

        if (Chance(settings.LostLaunchShare))
        {
            calendar.Add(now + settings.LaunchTimeout.TotalSeconds, new(EventKind.WorkerLost, worker));
            return worker;
        }

        boot *= Chance(settings.SlowLaunchShare) ? settings.SlowLaunchFactor : 1;
        boot += settings.BootCrowding.TotalSeconds * (together - 1);
        calendar.Add(now + settings.OrderDelay.TotalSeconds + boot, new(EventKind.WorkerReady, worker));
        return worker;
    }

    public void Ready(SimulatedWorker worker, double now)
    {
        worker.Phase = FleetMemberState.InService;
        worker.ReadyAt = now;
        idle.Add(worker);
        if (worker.Spot && settings.SpotInterruptionsPerHour > 0)
        {
            var life = Distribution.Exponential(3600 / settings.SpotInterruptionsPerHour).Draw(random);
            calendar.Add(now + life, new(EventKind.SpotNotice, worker));
        }
    }

    public void Prepared() => warm++;

    /// <summary>A worker with room, rather one with a free slot, and of these the one that became free last; null when there is none.</summary>
    public SimulatedWorker? FindRoom() => idle.FindLast(worker => worker.HasFreeSlot) ?? idle.LastOrDefault();

    /// <summary>A slot of a worker was filled or freed.</summary>
    public void SlotsChanged(SimulatedWorker worker)
    {
        idle.Remove(worker);
        if (worker.HasRoom)
        {
            idle.Add(worker);
        }
    }

    /// <summary>The worker that goes next; null when there is none.</summary>
    public SimulatedWorker? NextVictim()
    {
        var candidates = workers.FindAll(worker => worker.Phase != FleetMemberState.Draining);
        var choice = TerminationChoice.Choose([.. candidates.Select(worker => worker.ToCandidate(settings.Start))], policy.Drain.Victim);
        return choice < 0 ? null : candidates[choice];
    }

    /// <summary>It takes nothing new.</summary>
    public void Drain(SimulatedWorker worker)
    {
        worker.Phase = FleetMemberState.Draining;
        idle.Remove(worker);
    }

    /// <summary>It ends, and is charged for.</summary>
    public void End(SimulatedWorker worker, double now)
    {
        worker.Gone = true;
        workers.Remove(worker);
        idle.Remove(worker);
        Charged += InstanceBilling.Charge(TimeSpan.FromSeconds(now - BilledFrom(worker)), policy.Capacity.Billing).TotalSeconds;
        if (policy.Capacity.WarmPool.Reuse && worker.ReadyAt is not null && warm < policy.Capacity.WarmPool.Size)
        {
            warm++;
        }
    }

    /// <summary>What a policy is told of it.</summary>
    public FleetSnapshot Read() => new([.. workers.Select(worker => new WorkerSnapshot(
        worker.Id,
        worker.Phase,
        Clock(worker.OrderedAt),
        worker.ReadyAt is { } ready ? Clock(ready) : null,
        worker.Completed,
        worker.BusySeconds))]);

    /// <summary>What running for that long costs while it goes on.</summary>
    public double RunningCharge(double now) => workers.Sum(worker => Math.Max(0, now - BilledFrom(worker)));

    private double BilledFrom(SimulatedWorker worker) =>
        worker.OrderedAt + (worker.ReadyAt == worker.OrderedAt ? 0 : policy.Capacity.Billing.PendingFree.TotalSeconds);

    private DateTimeOffset Clock(double seconds) => settings.Start + TimeSpan.FromSeconds(seconds);

    private bool Chance(double share) => share > 0 && random.NextDouble() < share;
}
