using AWSense.Scaling.Policies.Files;
using static AWSense.Scaling.Policies.Telling.Phrases;

namespace AWSense.Scaling.Policies.Telling;

/// <summary>Tells rules that are made of alarms, as the alarms they are.</summary>
internal static class AlarmWords
{
    public static void Tell(StepRule rule, Paragraphs text)
    {
        Tell("OUT", rule.Out, text);
        Tell("IN", rule.In, text);
        if (rule is { Out: not null, In: not null })
        {
            text.Say("Where both are raised, OUT counts.");
        }

        Warmup(rule.Warmup, text);
        if (rule is SimpleRule simple)
        {
            text.Say($"Until a change is complete, and for {Time(simple.Cooldown)} after that, nothing is done.");
        }
    }

    public static void Tell(TargetTrackingRule rule, Paragraphs text)
    {
        var low = rule.Target * rule.LowFactor;
        text.Say($"alarm HIGH: {Over(rule.Metric, MetricStatistic.Average, rule.Period)} > {Number(rule.Target)} for {rule.HighPeriods} of {Periods(rule.HighPeriods)} -> workers × metric / {Number(rule.Target)}, rounded up");
        if (rule.DisableScaleIn)
        {
            text.Say("No worker is ever given up.");
        }
        else
        {
            text.Say(
                $"alarm LOW: {Over(rule.Metric, MetricStatistic.Average, rule.Period)} < {Number(low)} for {rule.LowPeriods} of {Periods(rule.LowPeriods)} -> " +
                $"workers × highest metric / {Number(rule.Target)}, rounded up, at most {Percent(rule.MaxScaleIn)} of the fleet at a time");
        }

        Warmup(rule.Warmup, text);
    }

    private static void Tell(string name, AlarmRule? alarm, Paragraphs text)
    {
        if (alarm is null)
        {
            text.Say($"alarm {name}: none");
            return;
        }

        var periods = $"{alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods} of {Periods(alarm.EvaluationPeriods)}";
        var condition = $"{Over(alarm.Metric, alarm.Statistic, alarm.Period)} {Vocabulary.Comparisons.Of(alarm.Comparison)} {Number(alarm.Threshold)}";
        if (alarm.Adjustments is [var only])
        {
            text.Say($"alarm {name}: {condition} for {periods} -> {Change(alarm, only.Change)}");
        }
        else
        {
            text.Say($"alarm {name}: {condition} for {periods}");
            foreach (var adjustment in alarm.Adjustments)
            {
                text.Item($"{Range(alarm, adjustment)} -> {Change(alarm, adjustment.Change)}");
            }
        }

        text.Item(alarm.TreatMissing switch
        {
            MissingData.Ignore => "a period without a value leaves the alarm as it is",
            MissingData.Breaching => "a period without a value counts as beyond the threshold",
            MissingData.NotBreaching => "a period without a value counts as within the threshold",
            _ => "a period without a value counts as nothing",
        });
    }

    private static string Over(string metric, MetricStatistic statistic, TimeSpan period) =>
        $"{Vocabulary.Statistics.Of(statistic)} of {metric} over {Time(period)}";

    private static string Range(AlarmRule alarm, StepAdjustment adjustment) => (adjustment.Lower, adjustment.Upper) switch
    {
        ({ } lower, { } upper) => $"from {Number(alarm.Threshold + lower)} to {Number(alarm.Threshold + upper)}",
        ({ } lower, null) => $"from {Number(alarm.Threshold + lower)} up",
        (null, { } upper) => $"from {Number(alarm.Threshold + upper)} down",
        _ => "anywhere",
    };

    private static string Change(AlarmRule alarm, double change)
    {
        var least = alarm.MinMagnitude is { } magnitude && alarm.Type == AdjustmentType.PercentChangeInCapacity ? $", at least {Workers(magnitude)}" : "";
        return alarm.Type switch
        {
            AdjustmentType.ExactCapacity => Workers(change),
            AdjustmentType.PercentChangeInCapacity => $"{Signed(change)} % of the workers{least}",
            _ => $"{Signed(change)} {(Math.Abs(change) == 1 ? "worker" : "workers")}",
        };
    }

    private static void Warmup(TimeSpan? warmup, Paragraphs text) => text.Say(warmup switch
    {
        null => "A new worker counts once it is in service; until then none is given up.",
        { Ticks: 0 } => "A new worker counts from its order on.",
        { } time => $"A new worker counts {Time(time)} after its order or once it is in service; until then none is given up.",
    });
}
