namespace AWSense.Scaling.AutoScaling;

/// <summary>One desired capacity from several policies.</summary>
public static class PolicyCombination
{
    /// <summary>Scales out if any policy wants to, and in only if all do; then to the largest capacity wanted.</summary>
    /// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html. The Kubernetes autoscaler does the
    /// same, and a metric that can't be read forbids scaling in there too.</remarks>
    /// <param name="desired">The desired capacity now.</param>
    /// <param name="wanted">What each policy wants; null for one that can't tell, which keeps the others from scaling in.</param>
    public static int Desired(int desired, IReadOnlyList<int?> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        int? largest = null;
        foreach (var one in wanted)
        {
            largest = Math.Max(largest ?? 0, one ?? desired);
        }

        return largest ?? desired;
    }
}
