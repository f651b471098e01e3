using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Deciding;

/// <summary>Step scaling on two alarms, as EC2 Auto Scaling does it; with a cooldown it is simple scaling.</summary>
internal sealed class StepDecider : IDecider
{
    private readonly StepRule rule;
    private readonly Alarm? outAlarm;
    private readonly Alarm? inAlarm;

    public StepDecider(StepRule rule)
    {
        this.rule = rule;
        outAlarm = rule.Out is null ? null : new(AlarmDefinition.Of(rule.Out));
        inAlarm = rule.In is null ? null : new(AlarmDefinition.Of(rule.In));
        Initial = new State(AlarmStatus.Initial, AlarmStatus.Initial, ActivityLog.None);
    }

    public DeciderState Initial { get; }

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var before = (State)state;
        var activity = before.Activity.Observe(observation);
        var growth = Evaluate(outAlarm, before.Out, observation);
        var shrinking = Evaluate(inAlarm, before.In, observation);
        var next = new State(growth.Status, shrinking.Status, activity);
        if (rule is SimpleRule simple && activity.FindObstacle(observation.Now, simple.Cooldown) is { } obstacle)
        {
            return (new(observation.Fleet.Current, obstacle), next);
        }

        // Out goes before in: a request that waits costs more than a worker that does.
        return (Act(rule.Out, growth, observation) ?? Act(rule.In, shrinking, observation) ?? Nothing(growth, shrinking, observation), next);
    }

    private static AlarmEvaluation Evaluate(Alarm? alarm, AlarmStatus status, ScalingObservation observation) =>
        alarm?.Evaluate(status, observation.Metrics!, observation.Now) ?? new(status, Acts: false, Value: null);

    private ScalingDecision? Act(AlarmRule? alarm, AlarmEvaluation evaluation, ScalingObservation observation)
    {
        if (alarm is null || !evaluation.Acts || evaluation.Value is not { } value)
        {
            return null;
        }

        var desired = StepScaling.Desired(alarm, value, Warmup.CapacityOf(observation, rule.Warmup), observation.Fleet.Current);
        return new(desired, $"{alarm.Metric} is {value:0.##}, {Vocabulary.Comparisons.Of(alarm.Comparison)} {alarm.Threshold:0.##}");
    }

    private static ScalingDecision Nothing(AlarmEvaluation growth, AlarmEvaluation shrinking, ScalingObservation observation) =>
        new(observation.Fleet.Current, $"alarms: out {AlarmText.Of(growth.Status.State)}, in {AlarmText.Of(shrinking.Status.State)}");

    private sealed record State(AlarmStatus Out, AlarmStatus In, ActivityLog Activity) : DeciderState;
}

/// <summary>Which workers count while they warm up.</summary>
internal static class Warmup
{
    /// <summary>Workers that count towards the current capacity: all but those that were ordered within the warm-up and are not in service.</summary>
    /// <param name="warmup">Null is until a worker is in service.</param>
    public static int CapacityOf(ScalingObservation observation, TimeSpan? warmup)
    {
        var capacity = observation.Fleet.InService;
        foreach (var ordered in observation.Fleet.BootingSince)
        {
            capacity += warmup is { } length && observation.Now - ordered >= length ? 1 : 0;
        }

        return capacity;
    }
}

/// <summary>Alarms in words.</summary>
internal static class AlarmText
{
    public static string Of(AlarmState state) => state switch
    {
        AlarmState.Ok => "OK",
        AlarmState.Alarm => "ALARM",
        _ => "INSUFFICIENT_DATA",
    };
}
