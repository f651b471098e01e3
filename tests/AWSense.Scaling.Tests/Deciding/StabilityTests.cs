using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;
using AWSense.Scaling.Tests.Simulation;
using AWSense.Scaling.Tests.Simulation.Suite;
using CsCheck;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>Where a fleet comes to rest, in the simulator.</summary>
public sealed class StabilityTests
{
    /// <summary>What a steady fleet promises.</summary>
    private const int TurnsPerHour = 2;

    private static readonly SimulationSettings World = new() { Overhead = TimeSpan.Zero, TimelinePoints = 200, BootTime = Distribution.Constant(73) };

    private static readonly Gen<ScalingPolicy> Policies = Sight.AnyOf([.. Sight.QueueReaders]);

    [Fact]
    public void Under_an_even_load_a_steady_fleet_comes_to_rest_and_a_cheap_one_turns_no_more_than_it_may() => Gen.Select(Sight.AnyOf(SuitePolicies.Default, Steady), Gen.Double[0.1, 15]).Sample(
        (policy, rate) =>
        {
            var settled = TimeSpan.FromSeconds(10 * (75 + ((DemandRule)policy.Rule).Hold.TotalSeconds));
            var result = Samples.Run(policy, Even(rate, settled.TotalSeconds + 3600), World);
            var changes = result.Decisions.Count(decision => decision.At > settled && decision.Before != decision.Decision.Desired);

            // Between two numbers of workers the cheapest fleet is now the one and now the other.
            Assert.InRange(changes, 0, policy.Slo.Objective == ScalingObjective.Steady ? 0 : policy.Limits.ReversalsPerHour!.Value + 1);
        },
        iter: 60);

    [Fact]
    public void Under_a_constant_load_by_chance_a_steady_fleet_seldom_turns() => Gen.Select(Gen.Double[0.2, 14], Gen.Int[1, 1000]).Sample(
        (rate, seed) =>
        {
            var result = Samples.Run(Steady, Samples.Poisson(rate, hours: 4, Distribution.Constant(1), seed), World);
            Assert.InRange(result.Turns, 0, 4 * TurnsPerHour);
        },
        iter: 30);

    /// <summary>At other rates it turns more often, which docs/scaling.md says; the calm one is the steady policy.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_the_suites_constant_load_the_steady_objective_alone_seldom_turns(int seed)
    {
        var load = WorkloadCatalog.Find("const").Draw(seed);

        Assert.InRange(Samples.Run(SuitePolicies.Read("suite/demand-steady"), load, new() { Seed = seed }).Turns, 0, (int)(load.Horizon.TotalHours * TurnsPerHour));
    }

    [Fact]
    public void A_fleet_turns_no_more_than_its_limit_however_it_twitches() => Gen.Select(Gen.Int[1, 30], Gen.Double[0.5, 14], Gen.Int[1, 1000]).Sample(
        (limit, rate, seed) =>
        {
            // Without hold and noise band it follows every flicker; the limit alone calms it.
            var rule = (DemandRule)SuitePolicies.Default.Rule with { Hold = TimeSpan.Zero, NoiseSigma = 0, LearningTime = TimeSpan.Zero };
            var policy = SuitePolicies.Default with { Rule = rule, Limits = new() { ReversalsPerHour = limit } };
            var result = Samples.Run(policy, Samples.Poisson(rate, hours: 3, Distribution.Lognormal(1, 0.3), seed), World);

            // Growth is never forbidden, so one turn to it may come on top.
            Assert.InRange(MostTurnsInAnHour(result), 0, limit + 1);
        },
        iter: 40);

    [Fact]
    public void Under_a_constant_load_by_chance_the_default_fleet_keeps_well_below_its_limit() => Gen.Select(Gen.Double[0.2, 14], Gen.Int[1, 1000]).Sample(
        (rate, seed) =>
        {
            var policy = SuitePolicies.Default;
            var result = Samples.Run(policy, Samples.Poisson(rate, hours: 4, Distribution.Lognormal(1, 0.3), seed), World);
            Assert.InRange(MostTurnsInAnHour(result), 0, policy.Limits.ReversalsPerHour!.Value);
        },
        iter: 30);

    [Fact]
    public void Without_requests_the_fleet_goes_to_its_least_and_stays() => Gen.Select(Policies, Gen.Double[0.5, 12]).Sample(
        (policy, rate) =>
        {
            var busy = Even(rate, 1200);
            var result = Samples.Run(policy, busy with { Horizon = TimeSpan.FromSeconds(6000) }, World);
            var served = 1200 + result.Decisions.Max(decision => decision.At.TotalSeconds > 1200 ? decision.Queue.Outstanding : 0) + 75;

            // A rate that was averaged is forgotten in five windows; then the hold runs, and the last worker ends its request.
            var patience = Memory(policy.Rule) + 1 + (2 * policy.Signals.Interval.TotalSeconds);
            Assert.All(
                result.Decisions.Where(decision => decision.At.TotalSeconds > served + patience),
                decision => Assert.Equal(policy.Fleet.Min, decision.Decision.Desired));
        },
        iter: 60);

    [Fact]
    public void A_backlog_is_worked_off_where_the_fleet_may_be_large_enough() => Gen.Select(Policies, Gen.Double[0.5, 14], Gen.Int[0, 800]).Sample(
        (policy, rate, backlog) =>
        {
            var even = Even(rate, 3600);
            var load = even with
            {
                Arrivals = [.. Enumerable.Repeat(0.0, backlog), .. even.Arrivals],
                Services = [.. Enumerable.Repeat(1.0, backlog), .. even.Services],
            };
            var late = Samples.Run(policy, load, World).Timeline.Skip(100).Select(interval => interval.State);
            var budget = policy.Rule switch
            {
                DemandRule rule => rule.WaitBudget * policy.Slo.LatencyP95.TotalSeconds,
                PlainRule rule => rule.DrainWithin.TotalSeconds,
                KedaRule rule => rule.QueueLength * (1 + rule.Tolerance),
                _ => 0,
            };
            Assert.Contains(late, state => state.Waiting <= budget * state.InService);
        },
        iter: 60);

    private static ScalingPolicy Steady { get; } = SuitePolicies.Read("steady");

    private static double Memory(ScalingRule rule) => rule switch
    {
        DemandRule demand => (5 * demand.RateWindow.TotalSeconds) + demand.Hold.TotalSeconds,
        PlainRule plain => (5 * plain.RateWindow.TotalSeconds) + plain.Hold.TotalSeconds,
        KedaRule keda => keda.Stabilization.TotalSeconds,
        _ => 0,
    };

    private static int MostTurnsInAnHour(SimulationResult result)
    {
        var changes = result.Decisions.Where(decision => decision.Before != decision.Decision.Desired).ToList();
        var turns = changes.Zip(changes.Skip(1))
            .Where(pair => Math.Sign(pair.First.Decision.Desired - pair.First.Before) != Math.Sign(pair.Second.Decision.Desired - pair.Second.Before))
            .Select(pair => pair.Second.At)
            .ToList();
        return turns.Count == 0 ? 0 : turns.Max(end => turns.Count(at => at > end - TimeSpan.FromHours(1) && at <= end));
    }

    /// <summary>Requests of a second each, at equal distances.</summary>
    private static Workload Even(double rate, double seconds)
    {
        var count = (int)(rate * seconds);
        return new()
        {
            Name = "even",
            Arrivals = [.. Enumerable.Range(0, count).Select(number => (number + 0.5) / rate)],
            Services = [.. Enumerable.Repeat(1.0, count)],
            Horizon = TimeSpan.FromSeconds(seconds),
        };
    }
}
