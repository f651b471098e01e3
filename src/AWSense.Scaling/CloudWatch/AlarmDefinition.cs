using AWSense.Scaling.Policies;

namespace AWSense.Scaling.CloudWatch;

/// <summary>What an alarm watches, and when it is in ALARM.</summary>
public sealed record AlarmDefinition
{
    /// <summary>Points that are fetched beyond <see cref="EvaluationPeriods"/>.</summary>
    /// <remarks>CloudWatch doesn't tell how many; its examples show 5 for 3 periods.</remarks>
    public const int ExtraPeriods = 2;

    /// <summary>As <see cref="AlarmRule.Metric"/>.</summary>
    public required string Metric { get; init; }

    /// <summary>As <see cref="AlarmRule.Statistic"/>.</summary>
    public MetricStatistic Statistic { get; init; } = MetricStatistic.Maximum;

    /// <summary>As <see cref="AlarmRule.Period"/>.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Points that are looked at (N), at least 1.</summary>
    public required int EvaluationPeriods { get; init; }

    /// <summary>How many of them must breach (M), from 1 to <see cref="EvaluationPeriods"/>; they need not be neighbours.</summary>
    public required int DatapointsToAlarm { get; init; }

    /// <summary>As <see cref="AlarmRule.TreatMissing"/>.</summary>
    public MissingData TreatMissing { get; init; } = MissingData.Missing;

    /// <summary>The value that the metric is compared with.</summary>
    public required double Threshold { get; init; }

    /// <summary>How it is compared.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>The time that the points of one evaluation span: 5 minutes for 4 of 5 points of a minute.</summary>
    public TimeSpan EvaluationInterval => Period * EvaluationPeriods;

    /// <summary>How many points are fetched, so that some may be missing.</summary>
    public int EvaluationRange => EvaluationPeriods + ExtraPeriods;

    /// <summary>Time between two evaluations: a minute, or 10 seconds for periods shorter than a minute.</summary>
    public TimeSpan Cadence => TimeSpan.FromSeconds(Period < TimeSpan.FromSeconds(60) ? 10 : 60);

    /// <summary>The alarm of a rule.</summary>
    public static AlarmDefinition Of(AlarmRule rule) => new()
    {
        Metric = rule.Metric,
        Statistic = rule.Statistic,
        Period = rule.Period,
        EvaluationPeriods = rule.EvaluationPeriods,
        DatapointsToAlarm = rule.DatapointsToAlarm ?? rule.EvaluationPeriods,
        TreatMissing = rule.TreatMissing,
        Threshold = rule.Threshold,
        Comparison = rule.Comparison,
    };

    /// <summary>True when a value is beyond the threshold.</summary>
    public bool IsBreaching(double value) => Comparison switch
    {
        Comparison.GreaterThan => value > Threshold,
        Comparison.GreaterThanOrEqual => value >= Threshold,
        Comparison.LessThan => value < Threshold,
        _ => value <= Threshold,
    };
}
