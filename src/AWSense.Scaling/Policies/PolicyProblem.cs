namespace AWSense.Scaling.Policies;

/// <summary>Something about a policy that is wrong or that its author may not want.</summary>
/// <param name="Severity">Whether the policy can be used all the same.</param>
/// <param name="Path">Where, as <c>policy.step.out.adjustments[0].change</c>; empty for the file as a whole.</param>
/// <param name="Line">Line in the file, from 1; null for a policy that wasn't read from one.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Harm">What it does, or what to do about it.</param>
public sealed record PolicyProblem(PolicySeverity Severity, string Path, int? Line, string Message, string Harm)
{
    /// <summary>Column in the file, from 1; null where <see cref="Line"/> is.</summary>
    public int? Column { get; init; }
}

/// <summary>Whether a policy with a problem can be used.</summary>
public enum PolicySeverity
{
    /// <summary>It can't.</summary>
    Error = 0,

    /// <summary>It can, and does what the problem says.</summary>
    Warning = 1,
}
