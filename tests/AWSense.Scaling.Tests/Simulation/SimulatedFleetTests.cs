using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using CsCheck;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Who goes when the fleet shrinks.</summary>
public sealed class SimulatedFleetTests
{
    private static readonly Gen<WorkerKind[]> Fleets = Gen.Enum<WorkerKind>().Array[1, 12];

    private enum WorkerKind
    {
        Idle,
        Busy,
        Booting,
        Draining,
    }

    [Fact]
    public void A_busy_worker_never_goes_while_an_idle_one_stays() => Fleets.Sample(kinds =>
    {
        var victim = Create(kinds, VictimOrder.IdleFirst).NextVictim();
        Assert.True(victim is not { Busy: > 0 } || !kinds.Contains(WorkerKind.Idle));
        Assert.True(victim is not { Phase: FleetMemberState.Draining });
        Assert.Equal(Array.TrueForAll(kinds, kind => kind == WorkerKind.Draining), victim is null);
    });

    [Fact]
    public void The_oldest_goes_first_where_the_policy_says_so() => Fleets.Sample(kinds =>
    {
        var fleet = Create(kinds, VictimOrder.OldestFirst);
        var oldest = fleet.Workers.Where(worker => worker.Phase != FleetMemberState.Draining).MinBy(worker => worker.Number);
        Assert.Same(oldest, fleet.NextVictim());
    });

    private static SimulatedFleet Create(WorkerKind[] kinds, VictimOrder victim)
    {
        var policy = Samples.Fixed(1) with { Drain = new() { Victim = victim } };
        var fleet = new SimulatedFleet(policy, new(), new(), new(1));
        foreach (var kind in kinds)
        {
            if (kind == WorkerKind.Booting)
            {
                fleet.Order(now: 0, together: 1);
                continue;
            }

            fleet.AddReady();
            var worker = fleet.Workers[^1];
            if (kind != WorkerKind.Idle)
            {
                worker.Take(0);
            }

            worker.Phase = kind == WorkerKind.Draining ? FleetMemberState.Draining : FleetMemberState.InService;
        }

        return fleet;
    }
}
