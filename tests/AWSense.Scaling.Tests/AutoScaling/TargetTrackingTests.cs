using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.AutoScaling;

public class TargetTrackingTests
{
    private static readonly TargetTrackingRule Rule = new() { Target = 100 };

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "backlogPerInstance.cases", MemberType = typeof(GoldenFile))]
    public void The_backlog_of_the_documentation_needs_the_documented_group(string json)
    {
        var one = GoldenFile.Parse(json);
        var instances = one.Whole("instances");
        var target = one.Number("acceptableLatency") / one.Number("processingTime");
        var backlog = one.Number("visible") / instances;

        Assert.Equal((one.Number("target"), one.Number("backlogPerInstance")), (target, backlog));
        Assert.Equal(one.Whole("desiredAfter"), TargetTracking.Out(Rule with { Target = target }, backlog, instances, instances));
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "targetTrackingRounding.cases", MemberType = typeof(GoldenFile))]
    public void It_adds_half_a_worker_too_many_and_keeps_it(string json)
    {
        var one = GoldenFile.Parse(json);
        const int Capacity = 10;
        if (one.TryGetProperty("needToAdd", out var need))
        {
            var after = TargetTracking.Out(Rule, 100 * (Capacity + need.GetDouble()) / Capacity, Capacity, Capacity);
            Assert.Equal(one.Whole("added"), after - Capacity);
        }
        else
        {
            var after = TargetTracking.In(Rule, 100 * (Capacity - one.Number("canRemove")) / Capacity, Capacity, Capacity);
            Assert.Equal(one.Whole("removed"), Capacity - after);
        }
    }

    [Theory]
    [InlineData(100, 10, 10, 10)]
    [InlineData(50, 10, 10, 10)] // a step out never lowers
    [InlineData(101, 10, 10, 11)]
    [InlineData(150, 10, 17, 17)] // ordered already
    [InlineData(150, 10, 14, 15)]
    [InlineData(500, 0, 0, 0)]
    public void It_scales_out_in_proportion(double metric, int capacity, int desired, int expected) =>
        Assert.Equal(expected, TargetTracking.Out(Rule, metric, capacity, desired));

    [Theory]
    [InlineData(80, 10, 10, 8)]
    [InlineData(10, 10, 10, 8)] // at most a quarter at a time, rounded down
    [InlineData(0, 8, 8, 6)]
    [InlineData(0, 3, 3, 2)] // but one always
    [InlineData(0, 1, 1, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(80, 10, 11, 11)] // one warms up
    [InlineData(80, 10, 7, 7)] // already fewer
    [InlineData(120, 10, 10, 10)] // a step in never raises
    public void It_scales_in_more_gradually(double metric, int capacity, int desired, int expected)
    {
        Assert.Equal(expected, TargetTracking.In(Rule, metric, capacity, desired));
        Assert.Equal(desired, TargetTracking.In(Rule with { DisableScaleIn = true }, metric, capacity, desired));
    }

    [Fact]
    public void Its_alarms_are_those_that_AWS_makes()
    {
        var rule = Rule with { Metric = "outstandingPerInstance", Period = TimeSpan.FromSeconds(10) };
        var (high, low) = (TargetTracking.HighAlarm(rule), TargetTracking.LowAlarm(rule));

        Assert.Equal((3, 3), (high.EvaluationPeriods, high.DatapointsToAlarm));
        Assert.Equal((100.0, Comparison.GreaterThan), (high.Threshold, high.Comparison));
        Assert.Equal((15, 15), (low.EvaluationPeriods, low.DatapointsToAlarm));
        Assert.Equal((90.0, Comparison.LessThan), (low.Threshold, low.Comparison));
        Assert.All([high, low], alarm => Assert.Equal(
            ("outstandingPerInstance", MetricStatistic.Average, TimeSpan.FromSeconds(10), MissingData.Missing),
            (alarm.Metric, alarm.Statistic, alarm.Period, alarm.TreatMissing)));
    }

    [Fact]
    public void More_load_never_needs_fewer_workers() =>
        Gen.Select(Gen.Double[0, 1000], Gen.Double[0, 1000], Gen.Double[0.1, 100], Gen.Int[0, 50]).Sample((a, b, target, capacity) =>
        {
            var more = TargetTracking.Proportional(capacity, Math.Max(a, b), target);
            return more >= TargetTracking.Proportional(capacity, Math.Min(a, b), target);
        });

    [Fact]
    public void The_proportional_capacity_keeps_the_target_and_one_fewer_would_not() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[1, 100], Gen.Int[1, 50]).Sample((load, target, capacity) =>
        {
            var desired = TargetTracking.Proportional(capacity, (double)load / capacity, target);
            return (desired * target >= load) && (desired == 0 || (desired - 1) * target < load);
        });

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetTracking.Proportional(-1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetTracking.Proportional(1, 1, 0));
    }
}
