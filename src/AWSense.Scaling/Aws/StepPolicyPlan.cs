using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>A step or simple scaling policy to make, with the one alarm that drives it.</summary>
public sealed record StepPolicyPlan
{
    /// <summary>Its name within one deployment, in small letters and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>The alarm whose action it is.</summary>
    public required AlarmPlan Alarm { get; init; }

    /// <summary>What the numbers of the adjustments mean; the names are those of AWS.</summary>
    public required AdjustmentType AdjustmentType { get; init; }

    /// <summary>What is done, by how far the metric is from the threshold; a simple policy has one, without bounds that matter.</summary>
    public required IReadOnlyList<StepAdjustment> Adjustments { get; init; }

    /// <summary>As <see cref="AlarmRule.MinMagnitude"/>; null where the type is no percentage.</summary>
    public int? MinAdjustmentMagnitude { get; init; }

    /// <summary>Time from an instance's start in which it doesn't count. Step scaling only; null takes the group's <see cref="GroupPlan.InstanceWarmup"/>.</summary>
    public TimeSpan? InstanceWarmup { get; init; }

    /// <summary>The pause of simple scaling; null for step scaling.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>True for simple, false for step scaling.</summary>
    public bool IsSimple => Cooldown is not null;

    /// <summary>How step scaling joins the points of the metric: <c>Minimum</c>, <c>Maximum</c> or <c>Average</c>.</summary>
    public string MetricAggregationType => Alarm.Definition.Statistic is MetricStatistic.Minimum or MetricStatistic.Maximum
        ? Alarm.Definition.Statistic.ToString()
        : nameof(MetricStatistic.Average);
}
