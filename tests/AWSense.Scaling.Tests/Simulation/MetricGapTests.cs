using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Metrics that aren't published. A zero in their place would shrink each of these fleets, since it says that nothing is to be done.</summary>
public sealed class MetricGapTests
{
    private const int Workers = 5;

    [Theory]
    [InlineData(0, MissingData.Missing, 1)] // they say that nothing waits
    [InlineData(1, MissingData.Missing, Workers)]
    [InlineData(1, MissingData.Ignore, Workers)]
    [InlineData(1, MissingData.NotBreaching, Workers)]
    public void An_alarm_reads_a_gap_as_missing(double gaps, MissingData treatment, int expected) => Assert.Equal(expected, Last(gaps, new StepRule
    {
        In = new() { Threshold = 3, Comparison = Comparison.LessThan, TreatMissing = treatment, Adjustments = [new(null, 0, -1)] },
    }));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, Workers)]
    public void Target_tracking_reads_it_so(double gaps, int expected) =>
        Assert.Equal(expected, Last(gaps, new TargetTrackingRule { Target = 2, Metric = "outstandingPerInstance", LowPeriods = 3 }));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, Workers)]
    public void A_rule_on_the_queue_doesnt_shrink_on_it(double gaps, int expected) => Assert.Equal(expected, Last(gaps, new DemandRule()));

    [Fact]
    public void Some_gaps_hold_up_whoever_needs_three_points()
    {
        var alarm = new AlarmRule { Threshold = 3, Comparison = Comparison.LessThan, Adjustments = [new(null, 0, -1)] };
        var rule = new StepRule { In = alarm with { EvaluationPeriods = 3, TreatMissing = MissingData.NotBreaching } };

        Assert.True(FirstChange(0.6, rule) > FirstChange(0, rule));
    }

    private static int Last(double gaps, ScalingRule rule) => Run(gaps, rule).Decisions[^1].Decision.Desired;

    private static TimeSpan FirstChange(double gaps, ScalingRule rule) => Run(gaps, rule).Decisions.First(decision => decision.Before != decision.Decision.Desired).At;

    private static SimulationResult Run(double gaps, ScalingRule rule)
    {
        var policy = new ScalingPolicy
        {
            Rule = rule,
            Fleet = new() { Initial = Workers },
            Signals = new() { Source = SignalSource.CloudWatch, Interval = TimeSpan.FromMinutes(1), Phase = TimeSpan.FromSeconds(20), MaxAge = TimeSpan.FromMinutes(3) },
        };
        var idle = new Workload { Name = "idle", Arrivals = [], Services = [], Horizon = TimeSpan.FromHours(2) };
        return Samples.Run(policy, idle, new() { MetricGapShare = gaps });
    }
}
