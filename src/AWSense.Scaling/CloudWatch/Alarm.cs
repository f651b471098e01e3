namespace AWSense.Scaling.CloudWatch;

/// <summary>An alarm that drives Auto Scaling: evaluated at its cadence, and acting again each minute while it stays in ALARM.</summary>
/// <remarks>
/// The last points of a metric that has stopped are looked at again as long as the evaluation range holds them, so that an alarm may act on
/// figures that are no longer true; M of N and <see cref="AlarmDefinition.TreatMissing"/> say how much.
/// See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html.
/// </remarks>
public sealed record Alarm(AlarmDefinition Definition)
{
    /// <summary>Time between two actions while the alarm stays in ALARM.</summary>
    public static readonly TimeSpan ActionInterval = TimeSpan.FromSeconds(60);

    /// <summary>Evaluates the alarm, if it is due.</summary>
    /// <param name="status">What the last evaluation left, or <see cref="AlarmStatus.Initial"/>.</param>
    /// <param name="metrics">The metrics as they can be read now.</param>
    /// <returns>The status for the next evaluation, and what is to be done now.</returns>
    public AlarmEvaluation Evaluate(AlarmStatus status, IMetricReader metrics, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(metrics);
        if (now < status.DueAt)
        {
            return new(status, Acts: false, Value: null);
        }

        var points = metrics.Read(Definition.Metric, Definition.Statistic, Definition.Period, Definition.EvaluationRange);
        var state = AlarmEvaluator.Evaluate(Definition, points, status.State);
        var since = state == status.State ? status.Since ?? now : now;
        var acts = state == AlarmState.Alarm && (state != status.State || IsActionDue(status.LastActionAt, now));
        var next = new AlarmStatus(state, since, acts ? now : status.LastActionAt, NextDue(status.DueAt, now));
        return new(next, acts, Newest(points));
    }

    // Half a turn of tolerance: a loop that is a moment early must not lose the minute's action.
    private bool IsActionDue(DateTimeOffset? last, DateTimeOffset now) =>
        last is not { } acted || now - acted >= ActionInterval - (Definition.Cadence / 2);

    private DateTimeOffset NextDue(DateTimeOffset? due, DateTimeOffset now)
    {
        var phase = due ?? now;
        var turns = ((now - phase).Ticks / Definition.Cadence.Ticks) + 1;
        return phase + (turns * Definition.Cadence);
    }

    private static double? Newest(IReadOnlyList<double?> points)
    {
        for (var i = points.Count - 1; i >= 0; i--)
        {
            if (points[i] is { } value)
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>What an alarm remembers between two evaluations.</summary>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it is in this state; null before the first evaluation.</param>
/// <param name="LastActionAt">When it acted last; null when it never did.</param>
/// <param name="DueAt">When it is evaluated next; null is at once. The first evaluation sets the phase of all that follow.</param>
public sealed record AlarmStatus(AlarmState State, DateTimeOffset? Since, DateTimeOffset? LastActionAt, DateTimeOffset? DueAt)
{
    /// <summary>The status of a new alarm: INSUFFICIENT_DATA.</summary>
    public static AlarmStatus Initial { get; } = new(AlarmState.InsufficientData, null, null, null);
}

/// <summary>What an evaluation found.</summary>
/// <param name="Status">The status for the next one.</param>
/// <param name="Acts">The action of the alarm is to be carried out now.</param>
/// <param name="Value">The newest point that there is, which steps are chosen by; null when there is none, or when the alarm wasn't due.</param>
public sealed record AlarmEvaluation(AlarmStatus Status, bool Acts, double? Value);
