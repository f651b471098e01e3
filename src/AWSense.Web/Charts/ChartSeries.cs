namespace AWSense.Web.Charts;

/// <summary>One line or area of a chart: values that each hold for a stretch of time.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Look">The class of its style, one of those that the page knows.</param>
/// <param name="Values">One for each stretch; null leaves a gap.</param>
public sealed record ChartSeries(string Name, string Look, IReadOnlyList<double?> Values)
{
    /// <summary>An area from 0, or from the area before it, rather than a line.</summary>
    public bool Filled { get; init; }
}
