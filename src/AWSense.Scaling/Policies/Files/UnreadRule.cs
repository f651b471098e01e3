namespace AWSense.Scaling.Policies.Files;

/// <summary>Stands in for a rule that couldn't be read, while the rest of its policy is checked.</summary>
internal sealed record UnreadRule : ScalingRule;
