using AWSense.Scaling.Policies.Files;
using AWSense.Scaling.Policies.Telling;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>Checks step and simple scaling: each alarm, and how the two go together.</summary>
internal static class StepCheck
{
    public static void Run(ScalingPolicy policy, StepRule rule, Findings findings, Func<string, string?> findMetricProblem)
    {
        var path = rule is SimpleRule ? "policy.simple" : "policy.step";
        findings.NotNegative($"{path}.warmup", rule.Warmup ?? TimeSpan.Zero, "Workers would count before they are ordered.");
        if (rule is SimpleRule simple)
        {
            findings.NotNegative($"{path}.cooldown", simple.Cooldown, "An activity would be over before it began.");
        }

        if (rule is { Out: null, In: null })
        {
            findings.Error(path, "there is neither out nor in", "Nothing would ever be decided; for that there is fixed.", $"{path}.out", $"{path}.in");
        }

        if (rule.Out is { } above)
        {
            AlarmCheck.Run($"{path}.out", above, findings, findMetricProblem);
            Direction($"{path}.out", above, "out", 1, findings);
            Metrics.NoneInService($"{path}.out", above.Metric, policy.Fleet, findings);
        }

        if (rule.In is { } below)
        {
            AlarmCheck.Run($"{path}.in", below, findings, findMetricProblem);
            Direction($"{path}.in", below, "in", -1, findings);
            Metrics.WaitingOnly($"{path}.in", below.Metric, findings);
        }

        if (rule is { Out: { } grows, In: { } shrinks })
        {
            DeadBand(path, grows, shrinks, findings);
        }
    }

    private static void Direction(string path, AlarmRule alarm, string name, int sign, Findings findings)
    {
        for (var index = 0; index < alarm.Adjustments.Count; index++)
        {
            if (alarm.Type != AdjustmentType.ExactCapacity && Math.Sign(alarm.Adjustments[index].Change) == -sign)
            {
                var (change, does) = (Phrases.Number(alarm.Adjustments[index].Change), sign > 0 ? "shrinks" : "grows");
                findings.Error($"{path}.adjustments[{index}].change", $"change is {change}, and '{name}' {does} the fleet by it", "The more there is to do, the fewer would do it.", $"{path}.type");
            }
        }
    }

    private static void DeadBand(string path, AlarmRule grows, AlarmRule shrinks, Findings findings)
    {
        if (Compact(grows.Metric) != Compact(shrinks.Metric) || HasDeadBand(grows, shrinks))
        {
            return;
        }

        var (outWords, inWords) = (Condition(grows), Condition(shrinks));
        var both = Overlap(grows, shrinks) is { } overlap ? $", and {overlap} both are" : "";
        findings.Warn(
            $"{path}.in",
            $"no dead band: out is true {outWords} and in {inWords}, so that one of them is at every value{both}",
            "At a constant load the fleet grows and shrinks without end, and each time a worker is started for nothing. Leave values between the two at which neither is true.",
            $"{path}.out",
            $"{path}.out.threshold",
            $"{path}.in.threshold",
            $"{path}.out.comparison",
            $"{path}.in.comparison",
            $"{path}.out.metric",
            $"{path}.in.metric");
    }

    /// <summary>Whether there is a value at which neither alarm is raised.</summary>
    private static bool HasDeadBand(AlarmRule grows, AlarmRule shrinks)
    {
        if (IsAbove(grows) == IsAbove(shrinks))
        {
            return false; // both hold at the far end
        }

        var (above, below) = IsAbove(grows) ? (grows, shrinks) : (shrinks, grows);
        return below.Threshold < above.Threshold
            || (below.Threshold == above.Threshold && above.Comparison == Comparison.GreaterThan && below.Comparison == Comparison.LessThan);
    }

    private static string? Overlap(AlarmRule grows, AlarmRule shrinks)
    {
        if (IsAbove(grows) == IsAbove(shrinks))
        {
            return "beyond both thresholds";
        }

        var (above, below) = IsAbove(grows) ? (grows, shrinks) : (shrinks, grows);
        return above.Threshold < below.Threshold
            ? $"between {Phrases.Number(above.Threshold)} and {Phrases.Number(below.Threshold)}"
            : null;
    }

    private static string Condition(AlarmRule alarm) => $"at {Vocabulary.Comparisons.Of(alarm.Comparison)} {Phrases.Number(alarm.Threshold)}";

    private static bool IsAbove(AlarmRule alarm) => alarm.Comparison is Comparison.GreaterThan or Comparison.GreaterThanOrEqual;

    private static string Compact(string metric) => metric.Replace(" ", "", StringComparison.Ordinal);
}
