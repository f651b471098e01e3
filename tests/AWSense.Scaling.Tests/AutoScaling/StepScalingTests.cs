using System.Text.Json;
using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.AutoScaling;

public class StepScalingTests
{
    private static readonly JsonElement Golden = GoldenFile.At("stepPercent");

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "stepPercent.sequence", MemberType = typeof(GoldenFile))]
    [MemberData(nameof(GoldenFile.Cases), "stepPercent.warmup.cases", MemberType = typeof(GoldenFile))]
    public void The_documented_percentages_lead_to_the_documented_capacity(string json)
    {
        var one = GoldenFile.Parse(json);
        var (metric, capacity, desired) = (one.Number("metric"), one.Whole("capacity"), one.Whole("desired"));

        // Both alarms are asked, as both policies of the example hang on the same metric.
        var afterOut = StepScaling.Desired(OfGolden("out", Comparison.GreaterThanOrEqual), metric, capacity, desired);
        var afterIn = StepScaling.Desired(OfGolden("in", Comparison.LessThanOrEqual), metric, capacity, desired);

        Assert.Equal(one.Whole("desiredAfter"), afterOut != desired ? afterOut : afterIn);
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "rounding.cases", MemberType = typeof(GoldenFile))]
    public void Steps_are_rounded_as_documented(string json)
    {
        var one = GoldenFile.Parse(json);

        Assert.Equal(one[1].GetInt32(), CapacityRounding.Step(one[0].GetDouble()));
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "minAdjustmentMagnitude", MemberType = typeof(GoldenFile))]
    public void A_percentage_adds_at_least_the_smallest_step(string json)
    {
        var one = GoldenFile.Parse(json);
        var rule = Rule(AdjustmentType.PercentChangeInCapacity) with { MinMagnitude = one.Whole("minMagnitude") };

        Assert.Equal(one.Whole("added"), StepScaling.Change(rule, one.Number("percent"), one.Whole("capacity")));
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "changeInCapacity", MemberType = typeof(GoldenFile))]
    public void A_change_is_added(string json) => AssertAfter(json, AdjustmentType.ChangeInCapacity);

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "exactCapacity", MemberType = typeof(GoldenFile))]
    public void An_exact_capacity_is_taken(string json) => AssertAfter(json, AdjustmentType.ExactCapacity);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    [InlineData(0.001, 1)]
    [InlineData(-0.001, -1)]
    [InlineData(1.99, 1)]
    [InlineData(-1.99, -1)]
    [InlineData(1e300, int.MaxValue)]
    [InlineData(-1e300, -int.MaxValue)]
    public void Rounding_goes_towards_zero_but_never_to_it(double change, int expected) =>
        Assert.Equal(expected, CapacityRounding.Step(change));

    [Theory]
    [InlineData(0.3 / 0.1, 3)]
    [InlineData((0.1 + 0.2) / 0.1, 3)]
    [InlineData(3.0001, 4)]
    [InlineData(0, 0)]
    [InlineData(-3, 0)]
    [InlineData(1e-3, 1)]
    [InlineData(1e300, int.MaxValue)]
    [InlineData(2_000_000_000, 2_000_000_000)]
    public void Needs_are_rounded_up_without_the_noise_of_the_arithmetic(double workers, int expected) =>
        Assert.Equal(expected, CapacityRounding.Up(workers));

    [Theory]
    [InlineData(25, 8, 2)] // as large as the smallest step
    [InlineData(25, 16, 4)] // larger
    [InlineData(-25, 4, -2)]
    [InlineData(-25, 16, -4)]
    [InlineData(0, 4, 0)] // a step of nothing stays one
    [InlineData(25, 0, 0)]
    public void The_smallest_step_counts_in_both_directions(double percent, int current, int expected)
    {
        var rule = Rule(AdjustmentType.PercentChangeInCapacity) with { MinMagnitude = 2 };

        Assert.Equal(expected, StepScaling.Change(rule, percent, current));
    }

    [Fact]
    public void The_smallest_step_is_for_percentages_only() =>
        Assert.Equal(1, StepScaling.Change(Rule(AdjustmentType.ChangeInCapacity) with { MinMagnitude = 5 }, 1, 4));

    [Theory]
    [InlineData(5, 8, 15, 15)] // an addition that warming workers already cover
    [InlineData(5, 8, 13, 13)]
    [InlineData(5, 8, 12, 13)]
    [InlineData(5, 8, 6, 13)] // workers above the desired capacity are about to end
    [InlineData(-2, 8, 8, 6)]
    [InlineData(-2, 8, 9, 9)] // one warms up: nothing is given up
    [InlineData(-2, 8, 7, 6)]
    [InlineData(-2, 8, 5, 5)] // already fewer
    [InlineData(-9, 8, 8, 0)]
    [InlineData(0, 8, 8, 8)]
    [InlineData(0, 8, 5, 5)]
    [InlineData(0, 8, 11, 11)]
    public void Warming_workers_count_in_the_desired_capacity_only(double change, int current, int desired, int expected)
    {
        var rule = Rule(AdjustmentType.ChangeInCapacity) with { Adjustments = [new(null, null, change)] };

        Assert.Equal(expected, StepScaling.Desired(rule, 0, current, desired));
    }

    [Fact]
    public void An_exact_capacity_never_lowers_what_is_ordered()
    {
        var rule = Rule(AdjustmentType.ExactCapacity) with { Adjustments = [new(null, null, 5)] };

        Assert.Equal(7, StepScaling.Desired(rule, 0, current: 3, desired: 7));
        Assert.Equal(5, StepScaling.Desired(rule, 0, current: 7, desired: 7));
        rule = Rule(AdjustmentType.ChangeInCapacity) with { Adjustments = [new(null, null, 1e300)] };
        Assert.Equal(int.MaxValue, StepScaling.Desired(rule, 0, 3, 3));
    }

    [Theory]
    [InlineData(Comparison.GreaterThan, 9.9, null)]
    [InlineData(Comparison.GreaterThan, 10, 1)]
    [InlineData(Comparison.GreaterThanOrEqual, 14.9, 1)]
    [InlineData(Comparison.GreaterThanOrEqual, 15, 2)]
    [InlineData(Comparison.GreaterThanOrEqual, 19.9, 2)]
    [InlineData(Comparison.GreaterThanOrEqual, 20, null)]
    [InlineData(Comparison.LessThan, 10, null)]
    [InlineData(Comparison.LessThan, 10.1, 1)]
    [InlineData(Comparison.LessThanOrEqual, 15, 1)]
    [InlineData(Comparison.LessThanOrEqual, 15.1, 2)]
    [InlineData(Comparison.LessThanOrEqual, 20, 2)]
    [InlineData(Comparison.LessThanOrEqual, 20.1, null)]
    public void Which_bound_belongs_to_a_range_hangs_on_the_alarm(Comparison comparison, double value, int? change)
    {
        var rule = Rule(AdjustmentType.ChangeInCapacity) with
        {
            Threshold = 10,
            Comparison = comparison,
            Adjustments = [new(0, 5, 1), new(5, 10, 2)],
        };

        Assert.Equal(change, (int?)StepScaling.Find(rule, value)?.Change);
        Assert.Equal(100 + (change ?? 0), StepScaling.Desired(rule, value, 100, 100));
    }

    [Fact]
    public void Any_value_falls_in_exactly_one_of_ranges_without_gap()
    {
        var bounds = Gen.Int[-20, 20].HashSet[1, 6].Select(set => set.Order().ToArray());
        Gen.Select(bounds, Gen.Int[-25, 25], Gen.Enum<Comparison>()).Sample((cuts, value, comparison) =>
        {
            double?[] edges = [null, .. cuts.Select(cut => (double?)cut), null];
            var steps = Enumerable.Range(0, edges.Length - 1).Select(i => new StepAdjustment(edges[i], edges[i + 1], i)).ToArray();
            var rule = Rule(AdjustmentType.ChangeInCapacity) with { Threshold = 3, Comparison = comparison, Adjustments = steps };
            var isAbove = comparison is Comparison.GreaterThan or Comparison.GreaterThanOrEqual;
            return StepScaling.Find(rule, value + 3)?.Change == cuts.Count(cut => isAbove ? cut <= value : cut < value);
        });
    }

    [Fact]
    public void Steps_never_cross_the_desired_capacity_in_the_wrong_direction()
    {
        var cases = Gen.Select(Gen.Enum<AdjustmentType>(), Gen.Double[-300, 300], Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[1, 9].Nullable());
        cases.Sample((type, change, current, desired, minMagnitude) =>
        {
            var rule = Rule(type) with { MinMagnitude = minMagnitude, Adjustments = [new(null, null, change)] };
            var step = StepScaling.Change(rule, change, current);
            var after = StepScaling.Desired(rule, 0, current, desired);
            Assert.True(step > 0 ? after >= desired && after >= current + step : after <= desired && after >= 0);
            Assert.True(step >= 0 || desired <= current || after == desired);
        });
    }

    [Fact]
    public void Capacities_below_zero_are_refused()
    {
        Assert.Equal(-3, StepScaling.Change(Rule(AdjustmentType.ExactCapacity), -1e300, current: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StepScaling.Desired(Rule(AdjustmentType.ExactCapacity), 0, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StepScaling.Desired(Rule(AdjustmentType.ExactCapacity), 0, 0, -1));
    }

    private static void AssertAfter(string json, AdjustmentType type)
    {
        var one = GoldenFile.Parse(json);
        var rule = Rule(type) with { Adjustments = [new(null, null, one.Number("adjustment"))] };

        Assert.Equal(one.Whole("after"), StepScaling.Desired(rule, 0, one.Whole("capacity"), one.Whole("capacity")));
    }

    private static AlarmRule OfGolden(string direction, Comparison comparison) =>
        Rule(Enum.Parse<AdjustmentType>(Golden.GetProperty("type").GetString()!)) with
        {
            Threshold = Golden.Number("threshold"),
            Comparison = comparison,
            Adjustments = [.. Golden.GetProperty(direction).EnumerateArray().Select(StepOf)],
        };

    private static StepAdjustment StepOf(JsonElement step) => new(Bound(step[0]), Bound(step[1]), step[2].GetDouble());

    private static double? Bound(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();

    private static AlarmRule Rule(AdjustmentType type) => new()
    {
        Threshold = 0,
        Comparison = Comparison.GreaterThanOrEqual,
        Adjustments = [],
        Type = type,
    };
}
