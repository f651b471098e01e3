using AWSense.Scaling.Policies;

namespace AWSense.Scaling.CloudWatch;

/// <summary>Metrics as they can be read at one moment.</summary>
public interface IMetricReader
{
    /// <summary>Reads the newest periods of a metric or an expression of metrics.</summary>
    /// <param name="metric">As <see cref="AlarmRule.Metric"/>.</param>
    /// <param name="statistic">How the samples of one period become one point.</param>
    /// <param name="period">Length of a period.</param>
    /// <param name="periods">How many, at least 1.</param>
    /// <returns>
    /// One point for each period, oldest first, the last one being of the period that holds the newest moment that can be read; null where
    /// there is none.
    /// </returns>
    IReadOnlyList<double?> Read(string metric, MetricStatistic statistic, TimeSpan period, int periods);
}
