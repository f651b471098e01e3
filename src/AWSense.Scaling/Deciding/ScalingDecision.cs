namespace AWSense.Scaling.Deciding;

/// <summary>What a decider wants, and why.</summary>
/// <param name="Desired">How many workers there should be.</param>
/// <param name="Reason">Why, in words that an operator understands, with the figures that made the difference.</param>
public sealed record ScalingDecision(int Desired, string Reason)
{
    /// <summary>What it goes by. The default is <see cref="ReasonKind.Rule"/>.</summary>
    public ReasonKind Kind { get; init; }
}
