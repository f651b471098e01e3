using System.Text.Json.Nodes;

namespace AWSense.Scaling.Policies.Files;

/// <summary>The rule of a policy as a tree of names and values.</summary>
internal static class RuleDocument
{
    public static JsonObject Of(ScalingRule rule) => rule switch
    {
        DemandRule demand => new() { ["demand"] = Demand(demand) },
        PlainRule plain => new() { ["plain"] = Plain(plain) },
        SimpleRule simple => new() { ["simple"] = Simple(simple) },
        StepRule step => new() { ["step"] = Step(step) },
        TargetTrackingRule tracking => new() { ["targetTracking"] = TargetTracking(tracking) },
        KedaRule keda => new() { ["keda"] = Keda(keda) },
        FixedRule steady => new() { ["fixed"] = new JsonObject { ["capacity"] = steady.Capacity } },
        ScheduleRule schedule => new() { ["schedule"] = Schedule(schedule.Entries, "capacity") },
        _ => throw new ArgumentException($"No text is known for the rule {rule.GetType().Name}.", nameof(rule)),
    };

    public static JsonArray Schedule(IReadOnlyList<ScheduledCapacity> entries, string workers) =>
        [.. entries.Select(entry => new JsonObject { ["cron"] = entry.Cron, [workers] = entry.Workers })];

    private static JsonObject Demand(DemandRule rule) => new()
    {
        ["rateWindow"] = Durations.Print(rule.RateWindow),
        ["waitBudget"] = rule.WaitBudget,
        ["releaseBelow"] = rule.ReleaseBelow,
        ["drainWithin"] = Durations.Print(rule.DrainWithin),
        ["hold"] = Durations.Print(rule.Hold),
        ["noiseSigma"] = rule.NoiseSigma,
        ["headroom"] = rule.Headroom,
        ["trend"] = rule.Trend,
        ["confidence"] = rule.Confidence,
        ["drainShare"] = rule.DrainShare,
        ["learningTime"] = Durations.Print(rule.LearningTime),
        ["jumpSigma"] = rule.JumpSigma,
        ["confirmGrowth"] = rule.ConfirmGrowth,
        ["lateShare"] = rule.LateShare,
    };

    private static JsonObject Plain(PlainRule rule) => new()
    {
        ["rateWindow"] = Durations.Print(rule.RateWindow),
        ["utilization"] = rule.Utilization,
        ["drainWithin"] = Durations.Print(rule.DrainWithin),
        ["hold"] = Durations.Print(rule.Hold),
    };

    private static JsonObject Simple(SimpleRule rule)
    {
        var document = Step(rule);
        document["cooldown"] = Durations.Print(rule.Cooldown);
        return document;
    }

    private static JsonObject Step(StepRule rule) => new()
    {
        ["out"] = rule.Out is { } above ? Alarm(above) : null,
        ["in"] = rule.In is { } below ? Alarm(below) : null,
        ["warmup"] = rule.Warmup is { } warmup ? Durations.Print(warmup) : null,
    };

    private static JsonObject Alarm(AlarmRule alarm) => new()
    {
        ["metric"] = alarm.Metric,
        ["statistic"] = Vocabulary.Statistics.Of(alarm.Statistic),
        ["period"] = Durations.Print(alarm.Period),
        ["evaluationPeriods"] = alarm.EvaluationPeriods,
        ["datapointsToAlarm"] = alarm.DatapointsToAlarm,
        ["treatMissing"] = Vocabulary.MissingData.Of(alarm.TreatMissing),
        ["threshold"] = alarm.Threshold,
        ["comparison"] = Vocabulary.Comparisons.Of(alarm.Comparison),
        ["adjustments"] = new JsonArray([.. alarm.Adjustments.Select(Adjustment)]),
        ["type"] = Vocabulary.Adjustments.Of(alarm.Type),
        ["minMagnitude"] = alarm.MinMagnitude,
    };

    private static JsonObject Adjustment(StepAdjustment adjustment) => new()
    {
        ["lower"] = adjustment.Lower,
        ["upper"] = adjustment.Upper,
        ["change"] = adjustment.Change,
    };

    private static JsonObject TargetTracking(TargetTrackingRule rule) => new()
    {
        ["metric"] = rule.Metric,
        ["target"] = rule.Target,
        ["period"] = Durations.Print(rule.Period),
        ["highPeriods"] = rule.HighPeriods,
        ["lowPeriods"] = rule.LowPeriods,
        ["lowFactor"] = rule.LowFactor,
        ["maxScaleIn"] = rule.MaxScaleIn,
        ["disableScaleIn"] = rule.DisableScaleIn,
        ["warmup"] = rule.Warmup is { } warmup ? Durations.Print(warmup) : null,
    };

    private static JsonObject Keda(KedaRule rule) => new()
    {
        ["queueLength"] = rule.QueueLength,
        ["activation"] = rule.Activation,
        ["scaleOnInFlight"] = rule.ScaleOnInFlight,
        ["stabilization"] = Durations.Print(rule.Stabilization),
        ["tolerance"] = rule.Tolerance,
    };
}
