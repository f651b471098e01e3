using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.CloudWatch;

public class AlarmEvaluatorTests
{
    private static readonly AlarmState[] States = Enum.GetValues<AlarmState>();

    private static readonly int GoldenPeriods = GoldenFile.At("alarm").Whole("evaluationPeriods");

    public static IEnumerable<(MissingData, string)> Treatments =>
    [
        (MissingData.Missing, "missing"), (MissingData.Ignore, "ignore"),
        (MissingData.Breaching, "breaching"), (MissingData.NotBreaching, "notBreaching"),
    ];

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "alarm.cases", MemberType = typeof(GoldenFile))]
    public void The_documented_tables_hold_in_every_cell(string json)
    {
        var one = GoldenFile.Parse(json);
        var points = AlarmTestKit.Points(one.GetProperty("points").GetString()!);
        Assert.Equal(GoldenFile.At("alarm").Whole("evaluationRange"), points.Length);
        foreach (var (treatment, name) in Treatments)
        {
            var alarm = AlarmTestKit.Definition(one.Whole("datapointsToAlarm"), GoldenPeriods, treatment);
            Assert.Equal(points.Length, alarm.EvaluationRange);
            Assert.Equal(one.Whole("filled"), Math.Max(0, alarm.EvaluationPeriods - points.Count(point => point is not null)));
            foreach (var previous in States)
            {
                Assert.Equal(StateOf(one.GetProperty(name).GetString()!, previous), AlarmEvaluator.Evaluate(alarm, points, previous));
            }
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "alarm.premature", MemberType = typeof(GoldenFile))]
    public void No_alarm_is_raised_prematurely(string json)
    {
        var one = GoldenFile.Parse(json);
        var points = AlarmTestKit.Points(one.GetProperty("points").GetString()!);
        var treatment = Treatments.Single(pair => pair.Item2 == one.GetProperty("treat").GetString()).Item1;
        var alarm = AlarmTestKit.Definition(one.Whole("datapointsToAlarm"), GoldenPeriods, treatment);

        var state = AlarmEvaluator.Evaluate(alarm, points, AlarmState.Ok);

        if (one.TryGetProperty("state", out var expected))
        {
            Assert.Equal(StateOf(expected.GetString()!, AlarmState.Ok), state);
        }
        else
        {
            Assert.NotEqual(StateOf(one.GetProperty("notState").GetString()!, AlarmState.Ok), state);
        }
    }

    [Theory]
    [InlineData("0 0 0 X X", "OK")] // the figure of the documentation: threshold reached in period 3 of 5 …
    [InlineData("0 0 X X X", "ALARM")]
    [InlineData("0 X X X 0", "OK")] // … below in period 6 …
    [InlineData("0 0 0 0 X", "OK")] // … and one breach in period 9.
    public void Three_of_three_needs_three_in_a_row(string points, string expected) =>
        Assert.Equal(StateOf(expected, AlarmState.Ok),
            AlarmEvaluator.Evaluate(AlarmTestKit.Definition(3, 3, MissingData.Missing), AlarmTestKit.Points(points), AlarmState.Ok));

    [Theory]
    [InlineData(Comparison.GreaterThan, false, false, true)]
    [InlineData(Comparison.GreaterThanOrEqual, false, true, true)]
    [InlineData(Comparison.LessThan, true, false, false)]
    [InlineData(Comparison.LessThanOrEqual, true, true, false)]
    public void A_value_is_compared_with_the_threshold(Comparison comparison, bool below, bool at, bool above)
    {
        var alarm = AlarmTestKit.Definition(1, 1, MissingData.Missing) with { Threshold = 3, Comparison = comparison };

        Assert.Equal((below, at, above), (alarm.IsBreaching(2.9), alarm.IsBreaching(3), alarm.IsBreaching(3.1)));
    }

    [Fact]
    public void Points_older_than_the_range_are_no_matter()
    {
        var alarm = AlarmTestKit.Definition(2, 3, MissingData.Missing);

        Assert.Equal(AlarmState.Ok, AlarmEvaluator.Evaluate(alarm, AlarmTestKit.Points("XX 000"), AlarmState.Alarm));
    }

    [Fact]
    public void It_agrees_with_the_text_of_the_documentation_on_any_points()
    {
        var point = Gen.OneOf<double?>(0, 1, null);
        var cases = from n in Gen.Int[1, 6]
                    from m in Gen.Int[1, n]
                    from points in point.Array[n + AlarmDefinition.ExtraPeriods]
                    from treatment in Gen.Enum<MissingData>()
                    from previous in Gen.Enum<AlarmState>()
                    select (m, n, points, treatment, previous);
        cases.Sample(
            one => Reference(one.m, one.n, one.points, one.treatment, one.previous)
                == AlarmEvaluator.Evaluate(AlarmTestKit.Definition(one.m, one.n, one.treatment), one.points, one.previous),
            iter: 20_000);
    }

    // Written from the text alone, case by case and with the whole lists at hand.
    private static AlarmState Reference(int m, int n, double?[] points, MissingData treatment, AlarmState previous)
    {
        var real = points.Where(point => point is not null).Select(point => point > 0.5).ToList();
        if (real.Count >= n)
        {
            return real.TakeLast(n).Count(isBreaching => isBreaching) >= m ? AlarmState.Alarm : AlarmState.Ok;
        }

        var filled = Enumerable.Repeat(treatment == MissingData.Breaching, n - real.Count);
        if (treatment is MissingData.Breaching or MissingData.NotBreaching)
        {
            return real.Concat(filled).Count(isBreaching => isBreaching) >= m ? AlarmState.Alarm : AlarmState.Ok;
        }

        if (real.Count(isBreaching => isBreaching) >= m)
        {
            return AlarmState.Alarm;
        }

        if (real.Count == 0)
        {
            return treatment == MissingData.Ignore ? previous : AlarmState.InsufficientData;
        }

        var isOldEnough = points.Take(points.Length - m + 1).Any(point => point > 0.5);
        return real.Contains(false) ? AlarmState.Ok
            : isOldEnough && treatment == MissingData.Missing ? AlarmState.Alarm
            : previous;
    }

    private static AlarmState StateOf(string word, AlarmState previous) => word switch
    {
        "OK" => AlarmState.Ok,
        "ALARM" => AlarmState.Alarm,
        "INSUFFICIENT_DATA" => AlarmState.InsufficientData,
        "RETAIN" or "Retain current state" => previous,
        _ => throw new ArgumentException(word),
    };
}
