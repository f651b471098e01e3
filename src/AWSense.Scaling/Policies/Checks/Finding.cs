namespace AWSense.Scaling.Policies.Checks;

/// <summary>A problem with the values of a policy.</summary>
/// <param name="Paths">The values that it comes from, first the one to tell it at.</param>
internal sealed record Finding(PolicySeverity Severity, IReadOnlyList<string> Paths, string Message, string Harm)
{
    public PolicyProblem ToProblem() => new(Severity, Paths[0], Line: null, Message, Harm);
}
