namespace AWSense.Scaling.Simulation;

/// <summary>A stretch of a run, as a report draws it. Times are in seconds after the start.</summary>
public sealed record SimulatedInterval
{
    /// <summary>When it begins.</summary>
    public required double From { get; init; }

    /// <summary>When it ends.</summary>
    public required double To { get; init; }

    /// <summary>Slots that its arrivals would keep busy: their work, over its length.</summary>
    public required double DemandSlots { get; init; }

    /// <summary>The 95th percentile of what its arrivals had to wait for their answer, in seconds; null when none was answered.</summary>
    public required double? LatencyP95 { get; init; }

    /// <summary>The state at its beginning.</summary>
    public required SimulatedState State { get; init; }
}

/// <summary>A run at one moment.</summary>
/// <param name="Waiting">Requests that no worker has.</param>
/// <param name="Leased">Requests that a worker has.</param>
/// <param name="InService">Workers that take requests.</param>
/// <param name="Booting">Workers that are ordered.</param>
/// <param name="Draining">Workers that finish what they have.</param>
/// <param name="Desired">Workers that the last decision wanted.</param>
public sealed record SimulatedState(int Waiting, int Leased, int InService, int Booting, int Draining, int Desired);
