namespace AWSense.Scaling.CloudWatch;

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
/// <param name="Value">The newest point that there is, which steps are chosen by; null when there is none or the alarm wasn't due.</param>
public sealed record AlarmEvaluation(AlarmStatus Status, bool Acts, double? Value);
