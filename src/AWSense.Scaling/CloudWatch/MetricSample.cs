namespace AWSense.Scaling.CloudWatch;

/// <summary>One sample of a metric.</summary>
/// <param name="At">When the value was so.</param>
public readonly record struct MetricSample(string Metric, DateTimeOffset At, double Value);
