namespace AWSense.Scaling.Deciding;

/// <summary>What a decision goes by, in a word for metrics; the reason itself is a sentence with figures.</summary>
public enum ReasonKind
{
    /// <summary>What the policy's rule always goes by: the rate for one on demand, its alarms, its schedule, the queue's length.</summary>
    Rule = 0,

    /// <summary>A backlog that would break the promise, beyond what the rate asks for.</summary>
    Backlog = 1,

    /// <summary>The bounds of the fleet, against what the rule wanted. A change that they only make smaller goes by what the rule went by.</summary>
    Bounds = 2,

    /// <summary>Figures are missing, and the fallback stands in for them.</summary>
    Missing = 3,

    /// <summary>The fleet steers itself; somebody else has decided.</summary>
    Elsewhere = 4,
}
