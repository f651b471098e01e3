using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies.Checks;

namespace AWSense.Scaling.Policies;

/// <summary>Whether the values of a policy are possible, fit together, and do what one would want.</summary>
public static class PolicyCheck
{
    /// <summary>Finds everything at once.</summary>
    /// <returns>Errors and warnings, without lines; empty when there is nothing to say.</returns>
    public static IReadOnlyList<PolicyProblem> Check(ScalingPolicy policy) => Check(policy, MetricMath.FindProblem);

    /// <summary>As <see cref="Check(ScalingPolicy)"/>.</summary>
    /// <param name="findMetricProblem">Says what is wrong with a metric expression; null when nothing is.</param>
    public static IReadOnlyList<PolicyProblem> Check(ScalingPolicy policy, Func<string, string?> findMetricProblem) =>
        [.. Find(policy, findMetricProblem).Select(finding => finding.ToProblem())];

    internal static IReadOnlyList<Finding> Find(ScalingPolicy policy, Func<string, string?> findMetricProblem)
    {
        var findings = new Findings();
        FleetCheck.Run(policy, findings);
        SignalCheck.Run(policy, findings);
        RuleCheck.Run(policy, findings, findMetricProblem);
        return findings.All;
    }
}
