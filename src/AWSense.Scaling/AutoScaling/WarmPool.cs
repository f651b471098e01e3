namespace AWSense.Scaling.AutoScaling;

/// <summary>The size of a warm pool.</summary>
/// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html.</remarks>
public static class WarmPool
{
    /// <summary>Computes how many instances are kept prepared.</summary>
    /// <param name="desired">The desired capacity, from 0.</param>
    /// <param name="max">The most instances of the group.</param>
    /// <param name="maxPrepared">The most that are prepared, those in service included; null is as many as <paramref name="max"/>.</param>
    public static int Size(int desired, int max, int? maxPrepared)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(desired);
        return Math.Max(0, (maxPrepared ?? max) - desired);
    }
}
