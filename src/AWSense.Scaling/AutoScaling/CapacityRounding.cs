namespace AWSense.Scaling.AutoScaling;

/// <summary>How fractions of workers become whole ones.</summary>
public static class CapacityRounding
{
    // 0.1 * 3 / 0.1 is a little more than 3 and must not need a fourth worker.
    private const double Noise = 1e-9;

    /// <summary>Rounds up to whole workers, from 0 to <see cref="int.MaxValue"/>; what only the arithmetic added isn't a worker.</summary>
    public static int Up(double workers) => (int)Math.Clamp(Math.Ceiling(workers - (Noise * Math.Max(1, Math.Abs(workers)))), 0, int.MaxValue);

    /// <summary>Rounds a step as EC2 Auto Scaling does: 12.7 to 12, 0.67 to 1, -0.58 to -1 and -6.67 to -6.</summary>
    /// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html.</remarks>
    public static int Step(double change)
    {
        var whole = change is > -1 and < 1 ? Math.Sign(change) : Math.Truncate(change);
        return (int)Math.Clamp(whole, -int.MaxValue, int.MaxValue);
    }
}
