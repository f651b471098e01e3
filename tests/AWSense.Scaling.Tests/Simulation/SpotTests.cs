using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Spot instances that are taken away, each the moment it is ready.</summary>
public sealed class SpotTests
{
    /// <summary>The first worker is none; the second is ordered at 10 s, ready at 42 s, and gets its notice at once.</summary>
    private static readonly ScalingPolicy OneOfTwo = new()
    {
        Rule = new FixedRule { Capacity = 2 },
        Capacity = new() { Purchase = new() { SpotPercent = 100 } },
        Signals = new() { Interval = TimeSpan.FromSeconds(10) },
    };

    private static readonly SimulationSettings World = new()
    {
        Overhead = TimeSpan.Zero,
        OrderDelay = TimeSpan.FromSeconds(2),
        BootTime = Distribution.Constant(30),
        SpotInterruptionsPerHour = 1e12,
    };

    [Fact]
    public void What_is_done_within_the_notice_is_lost_by_nobody_and_a_new_worker_is_ordered()
    {
        var result = Samples.Run(OneOfTwo, Requests, World with { SpotNotice = TimeSpan.FromSeconds(60) });

        Assert.Equal(0, result.BusyKilled);
        Assert.Equal(2, result.Served);
        Assert.Equal(100, result.P95, 0.01); // that of the first worker; the other ends at 92 s
        Assert.True(result.Launches > 1);
    }

    [Fact]
    public void What_takes_longer_is_given_back()
    {
        var result = Samples.Run(OneOfTwo, Requests, World with { SpotNotice = TimeSpan.FromSeconds(20) });

        // Cut at 62 s; the third worker has it from 82 s, is cut at 102 s, and leaves it to the first.
        Assert.Equal(2, result.BusyKilled);
        Assert.Equal(2, result.Served);
        Assert.Equal(102 + 50, result.P95, 0.01);
    }

    [Fact]
    public void Workers_that_are_no_spot_instances_stay()
    {
        var result = Samples.Run(OneOfTwo with { Capacity = new() }, Requests, World);

        Assert.Equal((1, 0), (result.Launches, result.BusyKilled));
    }

    private static Workload Requests { get; } = new()
    {
        Name = "two",
        Arrivals = [0, 0.001],
        Services = [100, 50],
        Horizon = TimeSpan.FromSeconds(300),
    };
}
