namespace AWSense.Scaling.AutoScaling;

/// <summary>A worker that may be given up.</summary>
/// <param name="Number">Tells it from the others; larger for one that came later.</param>
/// <param name="LaunchedAt">When it was ordered.</param>
/// <param name="Load">What it does.</param>
public readonly record struct TerminationCandidate(int Number, DateTimeOffset LaunchedAt, WorkerLoad Load)
{
    /// <summary>Its availability zone. The default is 0.</summary>
    public int Zone { get; init; }

    /// <summary>The version of the launch template it came from. The default is 0.</summary>
    public int TemplateVersion { get; init; }

    /// <summary>It may not be given up. The default is false.</summary>
    public bool IsProtected { get; init; }
}

/// <summary>What a worker does, in the order in which they go first.</summary>
public enum WorkerLoad
{
    Idle = 0,
    Booting = 1,
    Busy = 2,
}
