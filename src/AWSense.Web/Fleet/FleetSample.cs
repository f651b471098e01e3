namespace AWSense.Web.Fleet;

/// <summary>Queue and fleet at one moment; null where they couldn't be read.</summary>
/// <param name="At">When.</param>
internal sealed record FleetSample(DateTimeOffset At)
{
    /// <summary>Requests that no worker has.</summary>
    public long? Waiting { get; init; }

    /// <summary>Requests that a worker has.</summary>
    public long? Leased { get; init; }

    /// <summary>Requests sent a second since the sample before; null for the first.</summary>
    public double? ArrivalsPerSecond { get; init; }

    /// <summary>Requests completed a second since the sample before; null for the first.</summary>
    public double? CompletionsPerSecond { get; init; }

    /// <summary>How long this instance's answers took in the last ten samples, batches left out; null when there was none.</summary>
    public LatencyPercentiles? Latency { get; init; }

    /// <summary>Workers that there should be.</summary>
    public int? Desired { get; init; }

    /// <summary>Workers that are ready.</summary>
    public int? InService { get; init; }

    /// <summary>Workers that are starting.</summary>
    public int? Booting { get; init; }

    /// <summary>Workers that were asked to end.</summary>
    public int? Draining { get; init; }
}
