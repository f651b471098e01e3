using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.AutoScaling;

/// <summary>The arithmetic of target tracking, and the two alarms that AWS makes for it.</summary>
/// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html. How far AWS scales in at a time isn't
/// documented; <see cref="TargetTrackingRule.MaxScaleIn"/> is our model of it.</remarks>
public static class TargetTracking
{
    /// <summary>The alarm that adds workers.</summary>
    public static AlarmDefinition HighAlarm(TargetTrackingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return AlarmOf(rule, rule.HighPeriods, rule.Target, Comparison.GreaterThan);
    }

    /// <summary>The alarm that gives workers up.</summary>
    public static AlarmDefinition LowAlarm(TargetTrackingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return AlarmOf(rule, rule.LowPeriods, rule.Target * rule.LowFactor, Comparison.LessThan);
    }

    /// <summary>The capacity at which the metric would be at its target, rounded up: half a worker too many is kept, half a worker missing is added.</summary>
    /// <param name="capacity">Workers in service when the metric was so, from 0.</param>
    /// <param name="metric">The metric, which falls as capacity grows.</param>
    /// <param name="target">The value to keep, above 0.</param>
    public static int Proportional(int capacity, double metric, double target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(target);
        return CapacityRounding.Up(capacity * metric / target);
    }

    /// <summary>Computes the desired capacity when the high alarm acts.</summary>
    /// <param name="capacity">Workers in service that have warmed up when the metric was so.</param>
    /// <param name="desired">The desired capacity, in which the warming ones count.</param>
    /// <returns>At least <paramref name="desired"/>, not bounded by the fleet's limits.</returns>
    public static int Out(TargetTrackingRule rule, double metric, int capacity, int desired)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Math.Max(desired, Proportional(capacity, metric, rule.Target));
    }

    /// <summary>Computes the desired capacity when the low alarm acts.</summary>
    /// <param name="metric">The largest value of the low periods.</param>
    /// <param name="capacity">Workers in service.</param>
    /// <param name="desired">The desired capacity; while it exceeds <paramref name="capacity"/> some warm up, and nothing is given up.</param>
    /// <returns>At most <paramref name="desired"/>; from 0 and not bounded by the fleet's limits.</returns>
    public static int In(TargetTrackingRule rule, double metric, int capacity, int desired)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.DisableScaleIn || desired > capacity)
        {
            return desired;
        }

        var mostGivenUp = Math.Max(1, (int)(capacity * rule.MaxScaleIn));
        return Math.Min(desired, Math.Max(capacity - mostGivenUp, Proportional(capacity, metric, rule.Target)));
    }

    private static AlarmDefinition AlarmOf(TargetTrackingRule rule, int periods, double threshold, Comparison comparison) => new()
    {
        Metric = rule.Metric,
        Statistic = MetricStatistic.Average,
        Period = rule.Period,
        EvaluationPeriods = periods,
        DatapointsToAlarm = periods,
        Threshold = threshold,
        Comparison = comparison,
    };
}
