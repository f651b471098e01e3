using static AWSense.Scaling.Policies.Telling.Phrases;

namespace AWSense.Scaling.Policies.Telling;

/// <summary>Tells the rule of a policy.</summary>
internal static class RuleWords
{
    public static void Tell(ScalingPolicy policy, Paragraphs text)
    {
        switch (policy.Rule)
        {
            case DemandRule rule:
                DemandWords.Tell(policy, rule, text);
                break;
            case PlainRule rule:
                Plain(rule, text);
                break;
            case StepRule rule:
                AlarmWords.Tell(rule, text);
                break;
            case TargetTrackingRule rule:
                AlarmWords.Tell(rule, text);
                break;
            case KedaRule rule:
                Keda(rule, text);
                break;
            case FixedRule rule:
                text.Say($"Always {Workers(rule.Capacity)}.");
                break;
            case ScheduleRule rule:
                foreach (var entry in rule.Entries)
                {
                    text.Say($"From '{entry.Cron}' (UTC) on {Workers(entry.Workers)}.");
                }

                break;
        }
    }

    private static void Plain(PlainRule rule, Paragraphs text)
    {
        text.Say(
            $"As many slots as the arrival rate of about the last {Time(rule.RateWindow)} keeps busy at a utilisation of {Percent(rule.Utilization)}, " +
            $"and as many more as work off what waits in {Time(rule.DrainWithin)}.");
        text.Say($"It grows at once, and shrinks to the most that was wanted in the last {Time(rule.Hold)}.");
    }

    private static void Keda(KedaRule rule, Paragraphs text)
    {
        var requests = rule.ScaleOnInFlight ? "waiting and in flight" : "waiting";
        text.Say($"One worker for each {Number(rule.QueueLength)} requests {requests}, rounded up; nothing changes within {Percent(rule.Tolerance)} of that.");
        text.Say($"It grows at once, at most to the double or by 4, and shrinks to the most that was wanted in the last {Time(rule.Stabilization)}.");
        text.Say($"An empty fleet begins with more than {Number(rule.Activation)} requests.");
    }
}
