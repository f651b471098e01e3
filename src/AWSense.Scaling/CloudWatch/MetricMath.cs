namespace AWSense.Scaling.CloudWatch;

/// <summary>An expression of metrics, read once and computed for many periods.</summary>
/// <remarks>
/// It knows numbers, the names of <see cref="MetricNames"/>, <c>+ - * /</c>, brackets, <c>MAX(a, b, …)</c>, <c>MIN(a, b, …)</c> and
/// <c>FILL(a, number)</c>. A missing value counts as 0 in arithmetic and not at all in MAX and MIN, as long as one operand has a point; a
/// number alone is no point. A division by zero gives no point.
/// See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html.
/// </remarks>
public sealed class MetricMath
{
    /// <summary>The most metrics an expression may name, as CloudWatch allows.</summary>
    public const int MetricsMax = 10;

    /// <summary>The most characters an expression may have, as CloudWatch allows.</summary>
    public const int LengthMax = 1024;

    private readonly MathNode root;

    internal MetricMath(MathNode root, IReadOnlyList<string> metrics)
    {
        this.root = root;
        Metrics = metrics;
    }

    /// <summary>The metrics with samples that <see cref="Evaluate"/> needs, each once.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>The expression in the words of CloudWatch, of <see cref="Metrics"/> only.</summary>
    public string Text => root.Tell(Metrics);

    /// <summary>Says what is wrong with an expression, and at which character, counted from 1.</summary>
    /// <returns>Null when nothing is.</returns>
    public static string? FindProblem(string expression)
    {
        try
        {
            Parse(expression);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It has a problem, which the message tells.</exception>
    public static MetricMath Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return new MathParser(expression).Parse();
    }

    /// <summary>Computes one point.</summary>
    /// <param name="values">One value for each of <see cref="Metrics"/>, NaN where there is none.</param>
    /// <returns>The point, or null where there is none.</returns>
    public double? Evaluate(ReadOnlySpan<double> values)
    {
        var value = root.Evaluate(values);
        return double.IsNaN(value) ? null : value;
    }
}
