using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>An alarm to make in CloudWatch. What it does is told by what holds it.</summary>
public sealed record AlarmPlan
{
    /// <summary>Its name within one deployment, in small letters and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>What it means, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What it reads, from 1 to 10 lines, all of one period.</summary>
    public required IReadOnlyList<MetricQuery> Metrics { get; init; }

    /// <summary>When it is raised: how many of how many points are how far beyond what.</summary>
    public required CloudWatch.AlarmDefinition Definition { get; init; }

    /// <summary>The metric where it is a single one without any expression, which CloudWatch takes in a shorter form; else null.</summary>
    public MetricSource? SingleMetric => Metrics is [{ Metric: { } metric }] ? metric : null;

    /// <summary>The comparison in the words of CloudWatch.</summary>
    public string ComparisonOperator => Definition.Comparison switch
    {
        Comparison.GreaterThan => "GreaterThanThreshold",
        Comparison.GreaterThanOrEqual => "GreaterThanOrEqualToThreshold",
        Comparison.LessThan => "LessThanThreshold",
        _ => "LessThanOrEqualToThreshold",
    };

    /// <summary>How missing points are treated, in the words of CloudWatch.</summary>
    public string TreatMissingData => Policies.Files.Vocabulary.MissingData.Of(Definition.TreatMissing);
}
