using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>One line of what an alarm or a policy of AWS reads: a metric, or an expression of other lines.</summary>
/// <param name="Id">Its name among the lines: a small letter, then letters and digits.</param>
/// <param name="Metric">The metric; null for an expression.</param>
/// <param name="Expression">The expression in the words of CloudWatch; null for a metric.</param>
/// <param name="ReturnsData">It is what is compared: true for exactly one line.</param>
public sealed record MetricQuery(string Id, MetricSource? Metric, string? Expression, bool ReturnsData);

/// <summary>A metric of CloudWatch.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">The one dimension it has.</param>
/// <param name="DimensionValue">The value of that.</param>
/// <param name="Statistic">How the samples of a period become a point.</param>
/// <param name="Period">Length of a period.</param>
public sealed record MetricSource(
    string Namespace, string Name, string Dimension, string DimensionValue, MetricStatistic Statistic, TimeSpan Period);
