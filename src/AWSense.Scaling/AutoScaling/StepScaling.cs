using AWSense.Scaling.Policies;

namespace AWSense.Scaling.AutoScaling;

/// <summary>The arithmetic of step scaling.</summary>
/// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html.</remarks>
public static class StepScaling
{
    /// <summary>Finds the adjustment for a value of the metric.</summary>
    /// <remarks>
    /// Ranges are relative to the threshold. For an alarm on values above it the lower bound belongs to the range and the upper doesn't; for
    /// one on values below it is the other way round.
    /// </remarks>
    /// <returns>Null when no range holds the value.</returns>
    public static StepAdjustment? Find(AlarmRule rule, double value)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var distance = value - rule.Threshold;
        var isAbove = rule.Comparison is Comparison.GreaterThan or Comparison.GreaterThanOrEqual;
        foreach (var adjustment in rule.Adjustments)
        {
            var lower = adjustment.Lower ?? double.NegativeInfinity;
            var upper = adjustment.Upper ?? double.PositiveInfinity;
            if (isAbove ? distance >= lower && distance < upper : distance > lower && distance <= upper)
            {
                return adjustment;
            }
        }

        return null;
    }

    /// <summary>Computes the desired capacity that a value of the metric leads to.</summary>
    /// <param name="rule">The alarm that acts.</param>
    /// <param name="value">The value of its metric.</param>
    /// <param name="current">Workers in service that have warmed up, from 0.</param>
    /// <param name="desired">The desired capacity, in which the warming ones count, from 0.</param>
    /// <returns>
    /// The new desired capacity, from 0 and not bounded by the fleet's limits; <paramref name="desired"/> when nothing changes. A step out
    /// never lowers it, a step in never raises it, and nothing is given up while <paramref name="desired"/> exceeds <paramref name="current"/>,
    /// since then some warm up.
    /// </returns>
    public static int Desired(AlarmRule rule, double value, int current, int desired)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        ArgumentOutOfRangeException.ThrowIfNegative(desired);
        return Find(rule, value) is { } adjustment ? Apply(rule, adjustment.Change, current, desired) : desired;
    }

    /// <summary>Computes what an adjustment adds, or gives up where negative.</summary>
    public static int Change(AlarmRule rule, double adjustment, int current)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Type switch
        {
            AdjustmentType.ExactCapacity => CapacityRounding.Step(adjustment) - current,
            AdjustmentType.PercentChangeInCapacity => Percent(adjustment, current, rule.MinMagnitude ?? 0),
            _ => CapacityRounding.Step(adjustment),
        };
    }

    private static int Apply(AlarmRule rule, double adjustment, int current, int desired)
    {
        var change = Change(rule, adjustment, current);
        if (change > 0)
        {
            return Math.Max(desired, (int)Math.Min((long)current + change, int.MaxValue));
        }

        var isWarming = desired > current;
        return change == 0 || isWarming ? desired : Math.Min(desired, Math.Max(0, current + change));
    }

    private static int Percent(double percent, int current, int minMagnitude)
    {
        var change = CapacityRounding.Step(current * percent / 100);
        return change == 0 || Math.Abs(change) >= minMagnitude ? change : Math.Sign(change) * minMagnitude;
    }
}
