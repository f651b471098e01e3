namespace AWSense.Scaling.AutoScaling;

/// <summary>Scaling in while instances are protected from it.</summary>
/// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-protection.html.</remarks>
public static class ScaleInProtection
{
    /// <summary>Computes what a scale-in does: the desired capacity falls even where every instance is protected.</summary>
    /// <param name="desired">The desired capacity.</param>
    /// <param name="wanted">The lower one that a policy wants, from 0 to <paramref name="desired"/>.</param>
    /// <param name="unprotected">Instances that may be terminated, from 0.</param>
    /// <returns>The new desired capacity, and how many are terminated.</returns>
    public static (int Desired, int Terminated) ScaleIn(int desired, int wanted, int unprotected)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, desired);
        ArgumentOutOfRangeException.ThrowIfNegative(unprotected);
        return (wanted, Math.Min(desired - wanted, unprotected));
    }
}
