using AWSense.Scaling.Policies;

namespace AWSense.Scaling.AutoScaling;

/// <summary>What an instance is charged for.</summary>
/// <remarks>EC2 charges running time by the second, and 60 seconds at least; pending costs nothing:
/// https://repost.aws/knowledge-center/ec2-instance-hour-billing.</remarks>
public static class InstanceBilling
{
    /// <summary>Computes the time charged for an instance from its order to its end.</summary>
    /// <param name="endedAt">When it ended, not before <paramref name="orderedAt"/>.</param>
    /// <returns>Zero when it ended while it was still pending.</returns>
    public static TimeSpan Charge(DateTimeOffset orderedAt, DateTimeOffset endedAt, BillingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(endedAt, orderedAt);
        return Charge(endedAt - orderedAt - settings.PendingFree, settings);
    }

    /// <summary>Computes the time charged for an instance that was running for a time; nothing when it never ran.</summary>
    public static TimeSpan Charge(TimeSpan running, BillingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(settings.Granularity, TimeSpan.Zero, nameof(settings));
        if (running <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var granularity = settings.Granularity.Ticks;
        var rounded = TimeSpan.FromTicks((running.Ticks + granularity - 1) / granularity * granularity);
        return rounded > settings.Minimum ? rounded : settings.Minimum;
    }
}
