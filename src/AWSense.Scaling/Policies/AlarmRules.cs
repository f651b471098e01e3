namespace AWSense.Scaling.Policies;

/// <summary>Step scaling: two alarms, each with adjustments by how far its metric is beyond the threshold.</summary>
public record StepRule : ScalingRule
{
    /// <summary>The alarm that adds workers; null never does.</summary>
    public AlarmRule? Out { get; init; }

    /// <summary>The alarm that gives workers up; null never does.</summary>
    public AlarmRule? In { get; init; }

    /// <summary>How long a new worker doesn't count towards the current capacity; null, the default, means until it is in service. Zero counts it at once.</summary>
    /// <remarks>While any worker warms up nothing is given up, unless this is zero.</remarks>
    public TimeSpan? Warmup { get; init; }
}

/// <summary>Simple scaling: as <see cref="StepRule"/>, with nothing done until the last activity and a cooldown after it are over.</summary>
public sealed record SimpleRule : StepRule
{
    /// <summary>Time after the end of an activity in which nothing is done. The default is 300 seconds.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(300);
}

/// <summary>An alarm and what it does.</summary>
public sealed record AlarmRule
{
    /// <summary>A metric (<c>visible</c>, <c>inFlight</c>, <c>outstanding</c>, <c>inService</c>, <c>backlogPerInstance</c>, <c>outstandingPerInstance</c>) or an expression of them.</summary>
    /// <remarks>Expressions know numbers, <c>+ - * /</c>, brackets, <c>MAX</c>, <c>MIN</c> and <c>FILL</c>; a division by zero gives no point.</remarks>
    public string Metric { get; init; } = "visible";

    /// <summary>How the samples of one period become one point. The default is <see cref="MetricStatistic.Maximum"/>.</summary>
    public MetricStatistic Statistic { get; init; } = MetricStatistic.Maximum;

    /// <summary>Length of a period: 10, 20, 30 or a multiple of 60 seconds. The default is 60 seconds.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Periods that are looked at, at least 1. The default is 1.</summary>
    public int EvaluationPeriods { get; init; } = 1;

    /// <summary>How many of them must breach, from 1 to <see cref="EvaluationPeriods"/>; null, the default, means all.</summary>
    public int? DatapointsToAlarm { get; init; }

    /// <summary>What a period without a point counts as. The default is <see cref="MissingData.Missing"/>.</summary>
    public MissingData TreatMissing { get; init; } = MissingData.Missing;

    /// <summary>The value that the metric is compared with.</summary>
    public required double Threshold { get; init; }

    /// <summary>How it is compared.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>What is done, by how far the metric is from the threshold. The ranges leave no gap and don't overlap.</summary>
    public required IReadOnlyList<StepAdjustment> Adjustments { get; init; }

    /// <summary>What the numbers of the adjustments mean. The default is <see cref="AdjustmentType.ChangeInCapacity"/>.</summary>
    public AdjustmentType Type { get; init; } = AdjustmentType.ChangeInCapacity;

    /// <summary>The fewest workers a percentage adds or gives up, at least 1; null, the default, sets no bound.</summary>
    public int? MinMagnitude { get; init; }
}

/// <summary>What is done while the metric is in a range.</summary>
/// <param name="Lower">Start of the range, relative to the threshold; null is unbounded.</param>
/// <param name="Upper">End of the range, relative to the threshold; null is unbounded.</param>
/// <param name="Change">Workers, or per cent, or the new capacity, as <see cref="AlarmRule.Type"/> says.</param>
public sealed record StepAdjustment(double? Lower, double? Upper, double Change);

/// <summary>Target tracking: capacity in proportion to a metric that falls as capacity grows.</summary>
public sealed record TargetTrackingRule : ScalingRule
{
    /// <summary>As <see cref="AlarmRule.Metric"/>. The default is <c>backlogPerInstance</c>.</summary>
    public string Metric { get; init; } = "backlogPerInstance";

    /// <summary>The value to keep, above 0.</summary>
    public required double Target { get; init; }

    /// <summary>Length of a period: 10, 20, 30 or a multiple of 60 seconds. The default is 60 seconds.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Periods above the target before workers are added, at least 1. The default is 3, as AWS makes it.</summary>
    public int HighPeriods { get; init; } = 3;

    /// <summary>Periods below <see cref="LowFactor"/> of the target before workers are given up, at least 1. The default is 15, as AWS makes it.</summary>
    public int LowPeriods { get; init; } = 15;

    /// <summary>Share of the target, above 0 and at most 1. The default is 0.9.</summary>
    public double LowFactor { get; init; } = 0.9;

    /// <summary>Largest share of the fleet given up at a time, above 0 and at most 1. The default is 0.25.</summary>
    public double MaxScaleIn { get; init; } = 0.25;

    /// <summary>Never give a worker up. The default is false.</summary>
    public bool DisableScaleIn { get; init; }

    /// <summary>As <see cref="StepRule.Warmup"/>.</summary>
    public TimeSpan? Warmup { get; init; }
}
