using System.Globalization;
using AWSense.Scaling.CloudWatch;
using CsCheck;

namespace AWSense.Scaling.Tests.CloudWatch;

public class MetricMathTests
{
    private const double None = double.NaN;

    [Theory]
    [InlineData("visible + inFlight", 11.0)]
    [InlineData("visible - inFlight - 1", 4.0)]
    [InlineData("visible - (inFlight - 1)", 6.0)]
    [InlineData("visible / inFlight / 2", 4.0 / 3)]
    [InlineData("1 + visible * 2", 17.0)]
    [InlineData("(1 + visible) * 2", 18.0)]
    [InlineData("-visible + 10", 2.0)]
    [InlineData("--visible", 8.0)]
    [InlineData("2 * -visible", -16.0)]
    [InlineData("visible * (3 - 1) * -.5", -8.0)]
    [InlineData("MAX(visible, inFlight, 5)", 8.0)]
    [InlineData("MIN(visible, inFlight, 5)", 3.0)]
    [InlineData("MAX(inFlight, 5)", 5.0)]
    [InlineData("MIN(visible,5)", 5.0)]
    [InlineData("visible*MAX(1, 4, 2)", 32.0)]
    [InlineData("visible*MIN(4, 1, 2)", 8.0)]
    [InlineData("FILL(visible, -1)", 8.0)]
    [InlineData("outstanding", 11.0)]
    [InlineData("backlogPerInstance", 4.0)]
    [InlineData("outstandingPerInstance", 5.5)]
    [InlineData("visible / MAX(1, inService)", 4.0)]
    public void Expressions_have_their_value(string expression, double expected) =>
        Assert.Equal(expected, Evaluate(expression, visible: 8, inFlight: 3, inService: 2));

    [Theory]
    [InlineData("visible + inFlight", 3.0)] // a missing value counts as 0 …
    [InlineData("visible - inFlight", -3.0)]
    [InlineData("inFlight - visible", 3.0)]
    [InlineData("visible * inFlight", 0.0)]
    [InlineData("visible / inFlight", 0.0)]
    [InlineData("inFlight / visible", null)] // … so that this divides by zero
    [InlineData("visible", null)]
    [InlineData("-visible", null)]
    [InlineData("visible + 1", null)] // a number is no point
    [InlineData("1 + visible", null)]
    [InlineData("MAX(visible, 1)", null)]
    [InlineData("MIN(1, visible)", null)]
    [InlineData("MAX(visible, inFlight)", 3.0)]
    [InlineData("MIN(visible, inFlight)", 3.0)]
    [InlineData("MIN(inFlight, visible, 4)", 3.0)]
    [InlineData("FILL(visible, 7)", 7.0)]
    [InlineData("FILL(visible, 2 * 3) + 1", 7.0)]
    [InlineData("FILL(visible, -2)", -2.0)]
    [InlineData("outstanding", 3.0)]
    [InlineData("backlogPerInstance", 0.0)]
    public void A_missing_value_is_0_only_beside_a_point(string expression, double? expected) =>
        Assert.Equal(expected, Evaluate(expression, visible: None, inFlight: 3, inService: 2));

    [Theory]
    [InlineData("backlogPerInstance")]
    [InlineData("outstandingPerInstance")]
    [InlineData("visible / inService")]
    [InlineData("inService / inService")]
    [InlineData("visible / (inFlight - 3)")]
    public void A_division_by_zero_gives_no_point(string expression) =>
        Assert.Null(Evaluate(expression, visible: 8, inFlight: 3, inService: 0));

    [Fact]
    public void A_result_beyond_the_numbers_is_no_point() =>
        Assert.Null(Evaluate("visible * visible", visible: 1e300, inFlight: 0, inService: 0));

    [Theory]
    [InlineData("", "At character 1: ends too early.")]
    [InlineData("  ", "At character 3: ends too early.")]
    [InlineData("1 + 2", "At character 1: no metric is named.")]
    [InlineData("visible +", "At character 10: ends too early.")]
    [InlineData("visible + messages", "At character 11: there is no metric 'messages'.")]
    [InlineData("Visible", "At character 1: there is no metric 'Visible'.")]
    [InlineData("max(visible, 1)", "At character 1: there is no metric 'max'.")]
    [InlineData("visible inFlight", "At character 9: unexpected 'i'.")]
    [InlineData("visible)", "At character 8: unexpected ')'.")]
    [InlineData("(visible", "At character 9: expected ')'.")]
    [InlineData("visible % 2", "At character 9: unexpected '%'.")]
    [InlineData("visible + %", "At character 11: unexpected '%'.")]
    [InlineData("visible / 0", "At character 9: divides by zero.")]
    [InlineData("visible / (1 - 1)", "At character 9: divides by zero.")]
    [InlineData("visible + 1.2.3", "At character 11: '1.2.3' isn't a number.")]
    [InlineData("visible + .", "At character 11: '.' isn't a number.")]
    [InlineData("MAX visible", "At character 5: expected '('.")]
    [InlineData("MAX()", "At character 5: unexpected ')'.")]
    [InlineData("MIN(visible", "At character 12: expected ')'.")]
    [InlineData("FILL(visible)", "At character 13: expected ','.")]
    [InlineData("FILL(visible, inFlight)", "At character 14: FILL needs a number.")]
    [InlineData("FILL(3, 4) + visible", "At character 6: FILL needs a metric.")]
    [InlineData("FILL visible", "At character 6: expected '('.")]
    [InlineData("FILL(visible, 4", "At character 16: expected ')'.")]
    public void A_problem_is_told_with_its_place(string expression, string problem)
    {
        Assert.Equal(problem, MetricMath.FindProblem(expression));
        Assert.Equal(problem, Assert.Throws<FormatException>(() => MetricMath.Parse(expression)).Message);
    }

    [Fact]
    public void Everything_has_a_limit()
    {
        var ten = string.Join('+', Enumerable.Repeat("visible", MetricMath.MetricsMax));
        var longest = "visible".PadRight(MetricMath.LengthMax);
        var deepest = new string('(', 31) + "visible" + new string(')', 31);

        Assert.Null(MetricMath.FindProblem(ten));
        Assert.Equal("At character 81: more than 10 metrics are named.", MetricMath.FindProblem($"{ten}+visible"));
        Assert.Null(MetricMath.FindProblem(longest));
        Assert.Equal("At character 1025: longer than 1024 characters.", MetricMath.FindProblem(longest + ' '));
        Assert.Null(MetricMath.FindProblem(deepest));
        Assert.Equal("At character 33: nested more than 32 deep.", MetricMath.FindProblem($"({deepest})"));
        Assert.Equal("At character 9: the number is too large.", MetricMath.FindProblem("visible+1" + new string('0', 400)));
        var large = $"1{new string('0', 300)}";
        Assert.Equal("At character 310: the result is too large.", MetricMath.FindProblem($"visible+{large}*{large}"));
        Assert.Null(MetricMath.FindProblem("visible" + string.Concat(Enumerable.Repeat("+(1)", 250))));
    }

    [Fact]
    public void Each_metric_is_needed_once() =>
        Assert.Equal(["visible", "inFlight", "inService"], MetricMath.Parse("outstandingPerInstance + visible").Metrics);

    [Fact]
    public void The_words_for_derived_metrics_are_what_they_are()
    {
        foreach (var (name, expression) in MetricNames.Derived)
        {
            Assert.Equal(Evaluate(expression, 7, 5, 3), Evaluate(name, 7, 5, 3));
            Assert.Equal(MetricMath.Parse(expression).Metrics, MetricMath.Parse(name).Metrics);
        }
    }

    [Fact]
    public void Any_expression_has_the_value_of_a_plain_computation() =>
        Expressions(3).Select(Gen.Int[0, 7], Gen.Double[-9, 9].Array[3]).Sample(one =>
        {
            var ((text, compute), missing, drawn) = one;
            var values = drawn.Select((value, i) => (missing >> i & 1) == 0 ? Math.Round(value) : (double?)null).ToArray();
            if (MetricMath.FindProblem(text) is { } problem)
            {
                return !problem.Contains("unexpected", StringComparison.Ordinal) && !problem.Contains("expected", StringComparison.Ordinal);
            }

            return Same(compute(values).Point, Evaluate(text, values[0] ?? None, values[1] ?? None, values[2] ?? None));
        }, iter: 5_000);

    [Fact]
    public void Any_text_is_read_or_has_a_problem() =>
        Gen.String[Gen.OneOf("visible1.,+-*/() MAXFIL\u00e4\0".ToCharArray()), 0, 40].Sample(text =>
        {
            var problem = MetricMath.FindProblem(text);
            return problem is null || problem.StartsWith("At character ", StringComparison.Ordinal);
        }, iter: 20_000);

    private static bool Same(double? a, double? b) =>
        a is not { } x || b is not { } y ? a == b : Math.Abs(x - y) <= 1e-9 * Math.Max(1, Math.Abs(x));

    private static double? Evaluate(string expression, double visible, double inFlight, double inService)
    {
        var math = MetricMath.Parse(expression);
        var values = new Dictionary<string, double> { ["visible"] = visible, ["inFlight"] = inFlight, ["inService"] = inService };
        return math.Evaluate([.. math.Metrics.Select(metric => values[metric])]);
    }

    /// <summary>A value, with whether it is a number alone.</summary>
    private readonly record struct Value(double? Point, bool IsNumber);

    private static Gen<(string Text, Func<double?[], Value> Compute)> Expressions(int depth)
    {
        var metric = Gen.Int[0, 2].Select<int, (string, Func<double?[], Value>)>(
            i => (MetricNames.Base[i], values => new(values[i], false)));
        var number = Gen.Int[0, 20].Select<int, (string, Func<double?[], Value>)>(
            i => (i.ToString(CultureInfo.InvariantCulture), _ => new(i, true)));
        if (depth == 0)
        {
            return Gen.OneOf(metric, metric, number);
        }

        var inner = Expressions(depth - 1);
        var binary = Gen.Select(Gen.OneOf('+', '-', '*', '/'), inner, inner)
            .Select<(char, (string, Func<double?[], Value>), (string, Func<double?[], Value>)), (string, Func<double?[], Value>)>(
                one => ($"({one.Item2.Item1} {one.Item1} {one.Item3.Item1})",
                    values => Binary(one.Item1, one.Item2.Item2(values), one.Item3.Item2(values))));
        var extreme = Gen.Select(Gen.Bool, inner.Array[1, 3])
            .Select<(bool, (string Text, Func<double?[], Value> Compute)[]), (string, Func<double?[], Value>)>(
                one => ($"{(one.Item1 ? "MAX" : "MIN")}({string.Join(", ", one.Item2.Select(part => part.Text))})",
                    values => Extreme(one.Item1, [.. one.Item2.Select(part => part.Compute(values))])));
        return Gen.OneOf(metric, binary, binary, extreme);
    }

    private static Value Binary(char operation, Value a, Value b)
    {
        var (x, y) = (a.Point ?? 0, b.Point ?? 0);
        var isNone = (a.IsNumber || a.Point is null) && (b.IsNumber || b.Point is null) && !(a.IsNumber && b.IsNumber);
        double? result = operation switch { '+' => x + y, '-' => x - y, '*' => x * y, _ => y == 0 ? null : x / y };
        return new(isNone ? null : result, a.IsNumber && b.IsNumber);
    }

    private static Value Extreme(bool largest, Value[] parts)
    {
        var points = parts.Where(part => part.Point is not null).Select(part => part.Point).ToList();
        var isNumber = parts.All(part => part.IsNumber);
        var isNone = !isNumber && parts.All(part => part.IsNumber || part.Point is null);
        return new(isNone ? null : largest ? points.Max() : points.Min(), isNumber);
    }
}
