using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Control;

/// <summary>A decision that was taken, and what was known then.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="At">When.</param>
/// <param name="Before">Workers that served or would, before it.</param>
/// <param name="Desired">How many there should be.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Queue">The queue; null when it couldn't be read.</param>
/// <param name="Fleet">The fleet.</param>
/// <param name="ArrivalsPerSecond">Requests that arrived since the decision before, a second; null when that isn't known.</param>
/// <param name="Estimates">What experience said.</param>
public sealed record DecisionRecord(
    long Number,
    DateTimeOffset At,
    int Before,
    int Desired,
    string Reason,
    QueueReading? Queue,
    FleetReading Fleet,
    double? ArrivalsPerSecond,
    CapacityEstimates Estimates)
{
    /// <summary>What <see cref="Reason"/> is in a word. The default is <see cref="ReasonKind.Rule"/>.</summary>
    public ReasonKind Kind { get; init; }

    /// <summary>It changed the number of workers.</summary>
    public bool IsChange => Desired != Before;
}
