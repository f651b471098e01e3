namespace AWSense.Scaling.Simulation;

/// <summary>The requests of a run: when each comes, and how long it takes.</summary>
public sealed record Workload
{
    /// <summary>The name that reports show.</summary>
    public required string Name { get; init; }

    /// <summary>Seconds after the start, ascending.</summary>
    public required IReadOnlyList<double> Arrivals { get; init; }

    /// <summary>Seconds of work, one for each arrival; without what <see cref="Overhead"/> adds.</summary>
    public required IReadOnlyList<double> Services { get; init; }

    /// <summary>What each takes besides, where the workload knows; the default, null, leaves it to <see cref="SimulationSettings.Overhead"/>.</summary>
    public TimeSpan? Overhead { get; init; }

    /// <summary>When the run ends, after its start.</summary>
    public required TimeSpan Horizon { get; init; }
}
