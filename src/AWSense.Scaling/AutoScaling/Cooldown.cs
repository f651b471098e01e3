namespace AWSense.Scaling.AutoScaling;

/// <summary>The pause of simple scaling: nothing is done while an activity runs, and for a time after it.</summary>
/// <remarks>
/// It counts from the end of the last instance's launch or termination, which a lifecycle hook delays. See
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html.
/// </remarks>
/// <param name="Length">The time after an activity, from 0.</param>
/// <param name="Running">Instances that are being launched or terminated.</param>
/// <param name="EndedAt">When the last one was done; null before the first.</param>
public sealed record Cooldown(TimeSpan Length, int Running, DateTimeOffset? EndedAt)
{
    /// <summary>The length that AWS takes by default.</summary>
    public static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(300);

    /// <summary>A cooldown before any activity.</summary>
    public static Cooldown Of(TimeSpan length) => new(length, Running: 0, EndedAt: null);

    /// <summary>True when something may be done.</summary>
    public bool Allows(DateTimeOffset now) => Running == 0 && (EndedAt is not { } ended || now - ended >= Length);

    /// <summary>An activity begins.</summary>
    /// <param name="instances">How many instances it launches or terminates, at least 1.</param>
    public Cooldown Begin(int instances)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instances, 1);
        return this with { Running = Running + instances };
    }

    /// <summary>One instance is in service, or gone; with a lifecycle hook only when that has ended.</summary>
    public Cooldown End(DateTimeOffset at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Running, 1);
        return this with { Running = Running - 1, EndedAt = EndedAt > at ? EndedAt : at };
    }
}
