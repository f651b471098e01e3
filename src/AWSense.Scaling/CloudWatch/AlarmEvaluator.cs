using AWSense.Scaling.Policies;

namespace AWSense.Scaling.CloudWatch;

/// <summary>Finds the state of an alarm from its points, as CloudWatch does.</summary>
/// <remarks>
/// Missing points are filled in only where there are fewer than N real ones in the evaluation range. An alarm isn't raised prematurely: while
/// the only points breach, the oldest must be as old as the alarm has points to count.
/// See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html.
/// </remarks>
public static class AlarmEvaluator
{
    /// <summary>Finds the state.</summary>
    /// <param name="points">The points of the evaluation range, oldest first, null where one is missing; it may be longer than N.</param>
    /// <param name="previous">The state before, which is kept when the points say nothing.</param>
    public static AlarmState Evaluate(AlarmDefinition alarm, IReadOnlyList<double?> points, AlarmState previous)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        ArgumentNullException.ThrowIfNull(points);
        var real = 0;
        var breaching = 0;
        var oldestBreaching = 0; // its age in periods, the newest point being 1 old
        for (var age = 1; age <= points.Count && real < alarm.EvaluationPeriods; age++)
        {
            if (points[points.Count - age] is not { } value)
            {
                continue;
            }

            real++;
            if (alarm.IsBreaching(value))
            {
                breaching++;
                oldestBreaching = age;
            }
        }

        return breaching >= alarm.DatapointsToAlarm ? AlarmState.Alarm
            : real == alarm.EvaluationPeriods ? AlarmState.Ok
            : Filled(alarm, real, breaching, oldestBreaching, previous);
    }

    private static AlarmState Filled(AlarmDefinition alarm, int real, int breaching, int oldestBreaching, AlarmState previous)
    {
        if (alarm.TreatMissing is MissingData.NotBreaching)
        {
            return AlarmState.Ok;
        }

        if (alarm.TreatMissing is MissingData.Breaching)
        {
            var filled = alarm.EvaluationPeriods - real;
            return breaching + filled >= alarm.DatapointsToAlarm ? AlarmState.Alarm : AlarmState.Ok;
        }

        var isMissing = alarm.TreatMissing is MissingData.Missing;
        if (real == 0)
        {
            return isMissing ? AlarmState.InsufficientData : previous;
        }

        return breaching < real ? AlarmState.Ok
            : isMissing && oldestBreaching >= alarm.DatapointsToAlarm ? AlarmState.Alarm
            : previous;
    }
}
