namespace AWSense.Scaling.Policies;

/// <summary>What reading a policy gave.</summary>
/// <param name="Policy">The policy; null exactly when one of the problems is an error.</param>
/// <param name="Problems">Everything that was found, by line.</param>
public sealed record PolicyReading(ScalingPolicy? Policy, IReadOnlyList<PolicyProblem> Problems);
