using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>What a report draws.</summary>
public sealed class TimelineTests
{
    /// <summary>A worker serves two requests of 10 s that come at 1 s and 2 s; a second worker is ordered at 5 s and boots for 20 s.</summary>
    private static readonly SimulationResult Result = Samples.Run(
        new()
        {
            Rule = new FixedRule { Capacity = 2 },
            Signals = new() { Interval = TimeSpan.FromSeconds(5) },
        },
        new() { Name = "two", Arrivals = [1, 2], Services = [10, 10], Horizon = TimeSpan.FromSeconds(40) },
        new() { TimelinePoints = 4, Overhead = TimeSpan.Zero, OrderDelay = TimeSpan.Zero, BootTime = Distribution.Constant(20) });

    [Fact]
    public void Its_stretches_cover_the_run() =>
        Assert.Equal([(0, 10), (10, 20), (20, 30), (30, 40)], Result.Timeline.Select(interval => (interval.From, interval.To)));

    [Fact]
    public void Each_begins_with_the_state_of_its_moment() => Assert.Equal(
        [new(0, 0, 1, 0, 0, 1), new(1, 1, 1, 1, 0, 2), new(0, 1, 1, 1, 0, 2), new(0, 0, 2, 0, 0, 2)],
        Result.Timeline.Select(interval => interval.State));

    [Fact]
    public void Demand_and_latency_are_those_of_its_arrivals()
    {
        Assert.Equal([2, 0, 0, 0], Result.Timeline.Select(interval => interval.DemandSlots));
        Assert.Equal([19, null, null, null], Result.Timeline.Select(interval => interval.LatencyP95));
    }
}
