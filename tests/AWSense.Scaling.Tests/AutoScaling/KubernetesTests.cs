using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.AutoScaling;

public class KubernetesTests
{
    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "hpa.cases", MemberType = typeof(GoldenFile))]
    public void The_autoscaler_computes_as_documented(string json)
    {
        var one = GoldenFile.Parse(json);
        var (current, metric, target) = (one.Whole("current"), one.Number("metric"), one.Number("target"));
        var tolerance = GoldenFile.At("hpa").Number("tolerance");

        Assert.Equal(HorizontalPodAutoscaler.DefaultTolerance, tolerance);
        Assert.Equal(one.Whole("desired"), HorizontalPodAutoscaler.Desired(current, metric, target, tolerance));
        Assert.Equal(one.Whole("desired"), HorizontalPodAutoscaler.DesiredForTotal(current, metric * current, target, tolerance));
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "keda.cases", MemberType = typeof(GoldenFile))]
    public void The_step_from_zero_is_as_documented(string json)
    {
        var one = GoldenFile.Parse(json);
        var messages = one.Number("messages");
        var rule = new KedaRule
        {
            QueueLength = one.WholeOrNull("queueLength") ?? one.WholeOrNull("threshold") ?? 5,
            Activation = one.WholeOrNull("activationThreshold") ?? 0,
        };
        var min = one.WholeOrNull("min") ?? 0;

        if (one.TryGetProperty("active", out var active))
        {
            Assert.Equal(active.GetBoolean(), Keda.IsActive(messages, rule.Activation));
            Assert.Equal(active.GetBoolean() ? 1 : 0, Keda.Desired(rule, messages, current: 0, min));
        }
        else
        {
            Assert.All([0, 1, 3, 7], current => Assert.Equal(one.Whole("desired"), Keda.Desired(rule, messages, current, min)));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "multiPolicy.cases", MemberType = typeof(GoldenFile))]
    public void Of_several_policies_the_largest_counts(string json)
    {
        var one = GoldenFile.Parse(json);
        var wanted = one.GetProperty("policies").EnumerateArray().Select(policy => (int?)policy.GetInt32()).ToList();

        Assert.All([1, 9, 20], now => Assert.Equal(one.Whole("desired"), PolicyCombination.Desired(now, wanted)));
    }

    [Theory]
    [InlineData(5, new int[] { 4, 3 }, 4)] // in, as both want it
    [InlineData(5, new int[] { 4, 5 }, 5)] // not in, as one doesn't
    [InlineData(5, new int[] { 2, 6 }, 6)] // out, as one wants it
    [InlineData(5, new int[] { 2, -1 }, 5)] // one can't tell
    [InlineData(5, new int[] { -1, 8 }, 8)]
    [InlineData(5, new int[0], 5)]
    [InlineData(5, new int[] { 0 }, 0)]
    public void It_goes_out_if_any_wants_and_in_if_all_do(int desired, int[] wanted, int expected) =>
        Assert.Equal(expected, PolicyCombination.Desired(desired, [.. wanted.Select(one => one < 0 ? (int?)null : one)]));

    [Theory]
    [InlineData(10, 110, 10)] // 10 % above and below are within
    [InlineData(10, 90, 10)]
    [InlineData(10, 110.1, 12)]
    [InlineData(10, 89.9, 9)]
    [InlineData(10, 0, 0)]
    [InlineData(0, 500, 0)]
    public void Within_the_tolerance_nothing_changes(int current, double metric, int expected) =>
        Assert.Equal(expected, HorizontalPodAutoscaler.Desired(current, metric, target: 100, tolerance: 0.1));

    [Theory]
    [InlineData(10, 55, 5, 10)]
    [InlineData(10, 56, 5, 12)]
    [InlineData(10, 45, 5, 10)]
    [InlineData(10, 44, 5, 9)]
    [InlineData(0, 1, 5, 1)]
    [InlineData(0, 0, 5, 0)]
    public void A_total_is_shared_out(int current, double total, double perWorker, int expected) =>
        Assert.Equal(expected, HorizontalPodAutoscaler.DesiredForTotal(current, total, perWorker, tolerance: 0.1));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 5)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void The_fleet_may_double_or_grow_by_four(int current, int expected) =>
        Assert.Equal(expected, HorizontalPodAutoscaler.ScaleUpLimit(current));

    [Theory]
    [InlineData(50, 0, 3, 0)] // activation beats the queue's length …
    [InlineData(51, 0, 3, 11)]
    [InlineData(40, 1, 8, 8)] // … but only where the fleet may be empty
    [InlineData(0, 2, 5, 2)]
    [InlineData(0, 0, 5, 0)]
    [InlineData(0, 1, 5, 1)]
    public void Activation_decides_between_none_and_one_only(double messages, int min, int current, int expected) =>
        Assert.Equal(expected, Keda.Desired(new() { Activation = 50, QueueLength = 5 }, messages, current, min));

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HorizontalPodAutoscaler.Desired(-1, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HorizontalPodAutoscaler.Desired(1, 1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HorizontalPodAutoscaler.DesiredForTotal(-1, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HorizontalPodAutoscaler.DesiredForTotal(1, 1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HorizontalPodAutoscaler.ScaleUpLimit(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Keda.Desired(new(), 1, 1, -1));
    }
}
