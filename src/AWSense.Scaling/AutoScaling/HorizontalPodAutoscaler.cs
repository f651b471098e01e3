namespace AWSense.Scaling.AutoScaling;

/// <summary>The arithmetic of the Kubernetes autoscaler.</summary>
/// <remarks>See https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/. Several metrics are joined by
/// <see cref="PolicyCombination"/>.</remarks>
public static class HorizontalPodAutoscaler
{
    /// <summary>Relative distance from the target within which nothing changes.</summary>
    public const double DefaultTolerance = 0.1;

    /// <summary>Computes the desired capacity for a metric that is a mean over the workers.</summary>
    /// <param name="current">Workers now, from 0.</param>
    /// <param name="metric">The mean, from 0.</param>
    /// <param name="target">The value to keep, above 0.</param>
    /// <param name="tolerance">Relative distance from the target within which nothing changes, from 0.</param>
    public static int Desired(int current, double metric, double target, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(target);
        return IsWithin(metric / target, tolerance) ? current : CapacityRounding.Up(current * metric / target);
    }

    /// <summary>Computes the desired capacity for a metric that is a total, as the length of a queue.</summary>
    /// <param name="current">Workers now, from 0.</param>
    /// <param name="total">The total, from 0.</param>
    /// <param name="perWorker">The share of one worker, above 0.</param>
    /// <param name="tolerance">Relative distance from the target within which nothing changes, from 0.</param>
    public static int DesiredForTotal(int current, double total, double perWorker, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perWorker);
        return current > 0 && IsWithin(total / (perWorker * current), tolerance) ? current : CapacityRounding.Up(total / perWorker);
    }

    /// <summary>The most workers there may be 15 seconds later, by the default rule: twice as many, or 4 more.</summary>
    public static int ScaleUpLimit(int current)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(current);
        return (int)Math.Min(Math.Max(2L * current, 4L + current), int.MaxValue);
    }

    private static bool IsWithin(double ratio, double tolerance) => ratio >= 1 - tolerance && ratio <= 1 + tolerance;
}
