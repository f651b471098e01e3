using AWSense.Scaling.Policies.Files;
using AWSense.Scaling.Policies.Telling;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>Checks the rule of a policy.</summary>
internal static class RuleCheck
{
    public static void Run(ScalingPolicy policy, Findings findings, Func<string, string?> findMetricProblem)
    {
        switch (policy.Rule)
        {
            case DemandRule rule:
                Demand(policy, rule, findings);
                break;
            case PlainRule rule:
                Plain(policy, rule, findings);
                break;
            case StepRule rule:
                StepCheck.Run(policy, rule, findings, findMetricProblem);
                break;
            case TargetTrackingRule rule:
                TargetTrackingCheck.Run(policy, rule, findings, findMetricProblem);
                break;
            case KedaRule rule:
                Keda(policy, rule, findings);
                break;
            case FixedRule rule:
                findings.WithinFleet("policy.fixed.capacity", rule.Capacity, policy.Fleet);
                break;
            case ScheduleRule rule:
                Schedule(policy, rule, findings);
                break;
        }
    }

    private static void Demand(ScalingPolicy policy, DemandRule rule, Findings findings)
    {
        const string path = "policy.demand";
        findings.Positive($"{path}.rateWindow", rule.RateWindow, "There is no rate of a moment.");
        findings.Share($"{path}.waitBudget", rule.WaitBudget, 1, "It is the share of the promised latency that requests may wait.");
        findings.AtLeast($"{path}.releaseBelow", rule.ReleaseBelow, 0, "It is a share of the promised latency.");
        findings.Positive($"{path}.drainWithin", rule.DrainWithin, "Any backlog would order the largest fleet.");
        findings.AtLeast($"{path}.hold", rule.Hold, "signals.interval", policy.Signals.Interval, "No older decision would count, and the fleet would follow every flicker.");
        findings.AtLeast($"{path}.noiseSigma", rule.NoiseSigma, 0, "It is a number of standard deviations.");
        findings.AtLeast($"{path}.headroom", rule.Headroom, 0, "The fleet would always be too small.");
        findings.AtLeast($"{path}.trend", rule.Trend, 0, "A rising rate would shrink the fleet.");
        findings.AtLeast($"{path}.confidence", rule.Confidence, 0, "The fleet would always be too small.");
        findings.AtLeast($"{path}.drainShare", rule.DrainShare, 0, "It is a share of the promised latency.");
        findings.AtLeast($"{path}.jumpSigma", rule.JumpSigma, 0, "It is a number of standard deviations.");
        findings.AtLeast($"{path}.lateShare", rule.LateShare, 0, "It is a share of the requests.");
        if (rule.LearningTime < TimeSpan.Zero || (rule.LearningTime > TimeSpan.Zero && rule.LearningTime < 2 * policy.Capacity.BootTime.Prior))
        {
            findings.Error(
                $"{path}.learningTime",
                $"learningTime ({Durations.Tell(rule.LearningTime)}) is shorter than two boot times ({Durations.Tell(2 * policy.Capacity.BootTime.Prior)})",
                "What a load does within a boot time can't be learned from less. Leave it out to learn nothing.");
        }

        if (rule.LateShare > 1)
        {
            findings.Error($"{path}.lateShare", $"lateShare ({Phrases.Number(rule.LateShare)}) is above 1", "It is a share of the requests.");
        }

        if (rule.ReleaseBelow > rule.WaitBudget)
        {
            findings.Warn(
                $"{path}.releaseBelow",
                $"releaseBelow ({Phrases.Number(rule.ReleaseBelow)}) is above waitBudget ({Phrases.Number(rule.WaitBudget)})",
                "A backlog large enough to add workers wouldn't be enough to keep them.",
                $"{path}.waitBudget");
        }

        var (slo, boot) = (policy.Slo.LatencyP95, policy.Capacity.BootTime.Prior);
        if (slo > TimeSpan.Zero && slo < boot && policy.Capacity.WarmPool.Size == 0)
        {
            findings.Warn(
                "slo.latencyP95",
                $"the promise ({Durations.Tell(slo)}) is shorter than a worker takes to start ({Durations.Tell(boot)})",
                "It holds for a steady load; requests that come in a burst wait for the start. A larger fleet.min or a warm pool helps.",
                "capacity.bootTime.prior",
                "capacity.warmPool.size");
        }
    }

    private static void Plain(ScalingPolicy policy, PlainRule rule, Findings findings)
    {
        const string path = "policy.plain";
        findings.Positive($"{path}.rateWindow", rule.RateWindow, "There is no rate of a moment.");
        findings.Share($"{path}.utilization", rule.Utilization, 1, "It is the share of their time that workers are to be busy.");
        findings.Positive($"{path}.drainWithin", rule.DrainWithin, "Any backlog would order the largest fleet.");
        findings.AtLeast($"{path}.hold", rule.Hold, "signals.interval", policy.Signals.Interval, "No older decision would count, and the fleet would follow every flicker.");
    }

    private static void Keda(ScalingPolicy policy, KedaRule rule, Findings findings)
    {
        const string path = "policy.keda";
        findings.Share($"{path}.queueLength", rule.QueueLength, double.PositiveInfinity, "Any request would order the largest fleet.");
        findings.AtLeast($"{path}.activation", rule.Activation, 0, "It is a number of requests.");
        findings.AtLeast($"{path}.tolerance", rule.Tolerance, 0, "It is a distance from the target.");
        findings.AtLeast($"{path}.stabilization", rule.Stabilization, "signals.interval", policy.Signals.Interval, "No older decision would count, and the fleet would follow every flicker.");
        if (!rule.ScaleOnInFlight)
        {
            Metrics.WarnOfWaitingOnly($"{path}.scaleOnInFlight", findings);
        }
    }

    private static void Schedule(ScalingPolicy policy, ScheduleRule rule, Findings findings)
    {
        const string path = "policy.schedule";
        if (rule.Entries.Count == 0)
        {
            findings.Error(path, "the schedule is empty", "The fleet would stay as it begins. Write at least one { cron, capacity }.");
        }

        findings.Schedule(path, rule.Entries, "capacity", policy.Fleet);
    }
}
