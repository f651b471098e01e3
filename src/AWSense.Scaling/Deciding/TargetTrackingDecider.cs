using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>Target tracking, as far as AWS documents it: out after some high periods at once, in after many low ones and slowly.</summary>
internal sealed class TargetTrackingDecider(TargetTrackingRule rule) : IDecider
{
    private readonly AlarmDefinition high = TargetTracking.HighAlarm(rule);
    private readonly AlarmDefinition low = TargetTracking.LowAlarm(rule);

    public DeciderState Initial => new State(AlarmState.InsufficientData, AlarmState.InsufficientData);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var before = (State)state;
        var metrics = observation.Metrics!;
        var current = observation.Fleet.Current;
        var highPoints = metrics.Read(high.Metric, high.Statistic, high.Period, high.EvaluationRange);
        var lowPoints = metrics.Read(low.Metric, low.Statistic, low.Period, low.EvaluationRange);
        var next = new State(
            AlarmEvaluator.Evaluate(high, highPoints, before.High), AlarmEvaluator.Evaluate(low, lowPoints, before.Low));
        if (next.High == AlarmState.Alarm && highPoints[^1] is { } value)
        {
            var then = metrics.Read(MetricNames.InService, MetricStatistic.Average, rule.Period, 1)[0] ?? observation.Fleet.InService;
            return (new(TargetTracking.Out(rule, value, (int)then, current), $"{rule.Metric} is {value:0.##}, above {rule.Target:0.##}"), next);
        }

        if (next.Low == AlarmState.Alarm && Largest(lowPoints) is { } largest)
        {
            var desired = TargetTracking.In(rule, largest, Warmup.CapacityOf(observation, rule.Warmup), current);
            return (new(desired, $"{rule.Metric} was at most {largest:0.##}, below {rule.Target * rule.LowFactor:0.##}"), next);
        }

        return (new(current, $"alarms: high {AlarmText.Of(next.High)}, low {AlarmText.Of(next.Low)}"), next);
    }

    /// <summary>The largest of the points that the low alarm counts.</summary>
    private double? Largest(IReadOnlyList<double?> points)
    {
        double? largest = null;
        for (var point = Math.Max(0, points.Count - low.EvaluationPeriods); point < points.Count; point++)
        {
            largest = points[point] is { } value && !(value <= largest) ? value : largest;
        }

        return largest;
    }

    private sealed record State(AlarmState High, AlarmState Low) : DeciderState;
}
