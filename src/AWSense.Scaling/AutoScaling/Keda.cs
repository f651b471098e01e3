using AWSense.Scaling.Policies;

namespace AWSense.Scaling.AutoScaling;

/// <summary>What KEDA adds to the Kubernetes autoscaler: the step between no worker and one.</summary>
/// <remarks>See https://keda.sh/docs/latest/scalers/aws-sqs/ and https://keda.sh/docs/latest/concepts/scaling-deployments/.</remarks>
public static class Keda
{
    /// <summary>True when there is more than the activation asks for.</summary>
    public static bool IsActive(double messages, double activation) => messages > activation;

    /// <summary>Computes the desired capacity.</summary>
    /// <param name="messages">What counts as the queue's length, from 0.</param>
    /// <param name="current">Workers now, from 0.</param>
    /// <param name="min">The fewest workers. Activation counts only where it is 0, and then beats the queue's length.</param>
    /// <returns>At least <paramref name="min"/>, and not bounded above.</returns>
    public static int Desired(KedaRule rule, double messages, int current, int min)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegative(min);
        if (min == 0 && !IsActive(messages, rule.Activation))
        {
            return 0;
        }

        var wanted = HorizontalPodAutoscaler.DesiredForTotal(current, messages, rule.QueueLength, rule.Tolerance);
        return Math.Max(wanted, Math.Max(1, min));
    }
}
