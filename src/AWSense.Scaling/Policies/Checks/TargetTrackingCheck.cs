namespace AWSense.Scaling.Policies.Checks;

/// <summary>Checks target tracking.</summary>
internal static class TargetTrackingCheck
{
    private const string Path = "policy.targetTracking";

    public static void Run(ScalingPolicy policy, TargetTrackingRule rule, Findings findings, Func<string, string?> findMetricProblem)
    {
        Metrics.Check(Path, rule.Metric, rule.Period, findings, findMetricProblem);
        Metrics.Count(Path, "highPeriods", rule.HighPeriods, rule.Period, findings);
        Metrics.Count(Path, "lowPeriods", rule.LowPeriods, rule.Period, findings);
        Metrics.NoneInService(Path, rule.Metric, policy.Fleet, findings);
        findings.Share($"{Path}.target", rule.Target, double.PositiveInfinity, "The capacity is in proportion to metric / target.");
        findings.Share($"{Path}.lowFactor", rule.LowFactor, 1, "Above 1 the fleet would shrink and grow at the same value.");
        findings.Share($"{Path}.maxScaleIn", rule.MaxScaleIn, 1, "It is a share of the fleet; to keep all workers write disableScaleIn: true.");
        findings.NotNegative($"{Path}.warmup", rule.Warmup ?? TimeSpan.Zero, "Workers would count before they are ordered.");
        if (findMetricProblem(rule.Metric) is not null)
        {
            return;
        }

        if (!Metrics.FallsWithCapacity(rule.Metric))
        {
            findings.Warn(
                $"{Path}.metric",
                $"'{rule.Metric}' doesn't fall as the fleet grows",
                "Twice the value doubles a fleet that is already large enough. Use a value for each worker, such as outstandingPerInstance.");
        }

        if (!rule.DisableScaleIn)
        {
            Metrics.WaitingOnly(Path, rule.Metric, findings);
        }
    }
}
