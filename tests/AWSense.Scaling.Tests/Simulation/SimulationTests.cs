using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Single runs whose every moment is known.</summary>
public sealed class SimulationTests
{
    private const double Apart = 0.001;

    private static readonly SimulationSettings World = new() { OrderDelay = TimeSpan.FromSeconds(2), BootTime = Distribution.Constant(30) };

    [Fact]
    public void A_request_takes_its_service_and_the_overhead()
    {
        var result = Samples.Run(Samples.Fixed(1), Requests(60, 5), World with { Overhead = TimeSpan.FromMilliseconds(250) });

        Assert.Equal(5.25, result.P50, precision: 9);
    }

    [Fact]
    public void Who_came_first_is_served_first()
    {
        // Alone they would take 4 s; the second waits for one and the third for two before it.
        var result = Samples.Run(Samples.Fixed(1), Requests(60, 4, 4, 4), World with { Overhead = TimeSpan.Zero });

        Assert.Equal(8 - Apart, result.P50, precision: 9);
        Assert.Equal(12 - (2 * Apart), result.P95, precision: 9);
        Assert.Equal(4 - Apart, result.MeanWait, precision: 9);
    }

    [Fact]
    public void A_prefetched_request_waits_for_its_worker_though_another_would_be_sooner()
    {
        // One each, and one more each: the fourth waits for the 10 s of the first, though the other worker is free after 5.
        var result = Samples.Run(Samples.Fixed(2), Requests(60, 10, 2, 3, 3), World with { Overhead = TimeSpan.Zero, Prefetch = 1 });

        Assert.Equal(13 - (3 * Apart), result.P95, precision: 9);
    }

    [Fact]
    public void Workers_that_boot_at_the_same_time_hinder_each_other()
    {
        var policy = new ScalingPolicy { Rule = new FixedRule { Capacity = 3 }, Signals = new() { Interval = TimeSpan.FromSeconds(10) } };

        var result = Samples.Run(policy, Requests(100, 50, 50), World with { Overhead = TimeSpan.Zero, BootCrowding = TimeSpan.FromSeconds(4) });

        Assert.Equal(46 + 50 - Apart, result.P95, precision: 6); // two are ordered at 10 s, and ready at 42 s and 4 s
    }

    [Fact]
    public void An_ordered_worker_serves_after_delay_and_boot_and_is_charged_from_its_eleventh_second()
    {
        var policy = new ScalingPolicy { Rule = new FixedRule { Capacity = 2 }, Signals = new() { Interval = TimeSpan.FromSeconds(10) } };

        var result = Samples.Run(policy, Requests(100, 50, 50), World with { Overhead = TimeSpan.Zero });

        Assert.Equal(1, result.Launches);
        Assert.Equal(42 + 50 - Apart, result.P95, precision: 6); // ordered at 10 s, ready at 42 s
        Assert.Equal(100 + (100 - 20), result.InstanceSeconds, precision: 6);
    }

    [Fact]
    public void A_killed_workers_request_is_seen_again_when_its_lease_ends_and_goes_first()
    {
        var policy = new ScalingPolicy
        {
            Rule = new FixedRule { Capacity = 1 },
            Fleet = new() { Initial = 2 },
            Drain = new() { Mode = DrainMode.Kill, Victim = VictimOrder.OldestFirst },
            Signals = new() { Interval = TimeSpan.FromSeconds(10) },
        };

        var result = Samples.Run(policy, Requests(100, 15, 15, 30, 5), World with { Overhead = TimeSpan.Zero });

        // The first is killed at 10 s and seen again at 40 s. The other worker has the second until 15 s, the third until 45 s, then
        // the first until 60 s, and begins the last.
        Assert.Equal(1, result.BusyKilled);
        Assert.Equal(4, result.Served);
        Assert.Equal(65, result.P95, 0.01);
        Assert.Equal((15 + 60) / 4.0, result.MeanWait, 0.01);
    }

    [Theory]
    [InlineData(true, 80)] // given back at 25 s, so that the worker that stays takes it at 40 s, before the third
    [InlineData(false, 60)] // seen again at 55 s, when the third is under way
    public void A_drain_ends_at_the_policys_timeout(bool returned, double second)
    {
        var policy = new ScalingPolicy
        {
            Rule = new FixedRule { Capacity = 1 },
            Fleet = new() { Initial = 2 },
            Drain = new() { Timeout = TimeSpan.FromSeconds(15), ReturnUnfinished = returned },
            Signals = new() { Interval = TimeSpan.FromSeconds(10) },
        };

        var result = Samples.Run(policy, Requests(200, 40, 40, 20), World with { Overhead = TimeSpan.Zero });

        Assert.Equal(1, result.BusyKilled);
        Assert.Equal(3, result.Served);
        Assert.Equal(second, result.P50, 0.01);
    }

    /// <summary>Requests that come together, but for a millisecond between each.</summary>
    private static Workload Requests(double horizon, params double[] services) => new()
    {
        Name = "few",
        Arrivals = [.. services.Select((_, number) => number * Apart)],
        Services = services,
        Horizon = TimeSpan.FromSeconds(horizon),
    };
}
