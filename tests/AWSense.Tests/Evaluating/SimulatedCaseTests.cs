using AWSense.Evaluating;
using AWSense.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Tests.Evaluating;

/// <summary>Cases in virtual time, measured by the rules of the table.</summary>
public sealed class SimulatedCaseTests
{
    private static readonly SimulationSettings Machine = EvaluationWorld.Simulated(new(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.Zero));

    [Fact]
    public void A_fleet_of_one_works_a_hundred_seconds_and_costs_nothing_beyond_itself()
    {
        var figures = Run("targetTracking60", 1, Machine);

        Assert.Equal(100, figures.Makespan, precision: 6);
        Assert.Equal((1, 0, 100), (figures.Trace.InServiceMax, figures.Launches, figures.Answered));
        Assert.Equal(0, figures.ExtraWorkerSeconds, precision: 6);
        Assert.Null(figures.Trace.FirstScaleOut);
        Assert.Null(figures.Trace.BackToOne);
    }

    [Fact]
    public void The_seed_grows_when_its_metric_has_come_and_shrinks_a_minute_later()
    {
        var figures = Run("seed", 1, Machine);

        // Sampled at 60 s, readable at 120 s, decided at 140 s, 5.25 s after which the burst came.
        Assert.Equal(134.75, figures.Trace.FirstScaleOut!.Value, precision: 6);
        Assert.Equal(194.75, figures.Trace.BackToOne!.Value, precision: 6);
        Assert.Equal(60, figures.ExtraWorkerSeconds, precision: 6);
    }

    [Fact]
    public void Ours_follows_the_burst_with_all_workers_and_is_back_soon()
    {
        var figures = Run("local", 1, Machine);

        Assert.Equal((19, 18, 0, 0L), (figures.Trace.InServiceMax, figures.Launches, figures.BusyKilled, figures.Redeliveries));
        Assert.InRange(figures.Makespan, 100.0 / 19, 12);
        Assert.InRange(figures.Trace.BackToOne!.Value, figures.Makespan, figures.Makespan + 20);
        Assert.Equal(figures.WorkerSeconds - figures.Rest, figures.ExtraWorkerSeconds, precision: 9);
    }

    [Fact]
    public void Backlog_and_fleet_end_as_they_began()
    {
        foreach (var policy in (string[])["seed", "step", "keda300", "local"])
        {
            var trace = Run(policy, 5, Machine).Trace;

            Assert.Equal((0, 0), (trace.Samples[^1].Waiting, trace.Samples[^1].Leased));
            Assert.Equal((1, 0, 0), (trace.Samples[^1].InService, trace.Samples[^1].Booting, trace.Samples[^1].Draining));
            Assert.DoesNotContain(trace.Samples, sample => sample.Waiting < 0 || sample.Leased < 0 || sample.Waiting + sample.Leased > 100);
        }
    }

    [Fact]
    public void Boots_tell_how_long_one_takes_alone_and_beside_others()
    {
        var second = TimeSpan.FromSeconds(1);

        var machine = MachineFigures.Learn(second, [(0.5 * second, 1), (0.7 * second, 1), (2.6 * second, 5), (4.6 * second, 9)]);

        Assert.Equal(0.6, machine.Boot.TotalSeconds, precision: 6);
        Assert.Equal(0.5, machine.BootCrowding.TotalSeconds, precision: 6);
    }

    private static CaseFigures Run(string policy, double serviceTime, SimulationSettings world) =>
        SimulatedCase.Run(new("any", policy, PolicyFiles.Open(policy), TimeSpan.FromSeconds(serviceTime)), world, Burst.AtOnce);
}
