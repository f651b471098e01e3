using AWSense.Scaling.Deciding;
using AWSense.Scaling.Recording;

namespace AWSense.Scaling.Simulation;

/// <summary>What a policy cost on a workload, and what the clients saw. Times are in seconds.</summary>
public sealed record SimulationResult
{
    public required string Policy { get; init; }

    public required string Workload { get; init; }

    public required int Seed { get; init; }

    public required int Requests { get; init; }

    public required TimeSpan Horizon { get; init; }

    /// <summary>Charged running time of all workers together.</summary>
    public required double InstanceSeconds { get; init; }

    /// <summary>Median of the time from arrival to completion, over all requests: one that wasn't finished before the end counts as infinite.</summary>
    public required double P50 { get; init; }

    /// <summary>What 95 of 100 requests were finished within; infinite when fewer were.</summary>
    public required double P95 { get; init; }

    /// <summary>What 99 of 100 requests were finished within; infinite when fewer were.</summary>
    public required double P99 { get; init; }

    /// <summary>Requests that were finished before the end.</summary>
    public required int Served { get; init; }

    /// <summary>Requests that took longer than the policy's promise, or weren't finished.</summary>
    public required int SloMisses { get; init; }

    /// <summary>Share of started requests that had to wait for a slot.</summary>
    public required double WaitProbability { get; init; }

    /// <summary>Mean time from arrival to the first start.</summary>
    public required double MeanWait { get; init; }

    /// <summary>Workers ordered.</summary>
    public required int Launches { get; init; }

    /// <summary>Changes of the fleet's direction.</summary>
    public required int Turns { get; init; }

    /// <summary>Workers that were ended while they had a request.</summary>
    public required int BusyKilled { get; init; }

    /// <summary>Requests that no worker had at the end.</summary>
    public required int LeftWaiting { get; init; }

    /// <summary>Requests that a worker had at the end.</summary>
    public required int LeftLeased { get; init; }

    /// <summary>Requests that the queue delivers a second time.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Deliveries that were finished, second ones included.</summary>
    public required int Completions { get; init; }

    /// <summary>Every decision, oldest first.</summary>
    public required IReadOnlyList<SimulatedDecision> Decisions { get; init; }

    /// <summary>All that happened, in its order; empty unless <see cref="SimulationSettings.RecordEvents"/>.</summary>
    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    /// <summary>The run in <see cref="SimulationSettings.TimelinePoints"/> stretches of one length, oldest first.</summary>
    public required IReadOnlyList<SimulatedInterval> Timeline { get; init; }
}

/// <summary>A decision of a run, with what was known.</summary>
/// <param name="At">When, after the start.</param>
/// <param name="Queue">The queue before it.</param>
/// <param name="Fleet">The fleet before it.</param>
/// <param name="Before">Workers that served or would, before it.</param>
/// <param name="Decision">The decision.</param>
public sealed record SimulatedDecision(TimeSpan At, QueueReading Queue, FleetReading Fleet, int Before, ScalingDecision Decision);
