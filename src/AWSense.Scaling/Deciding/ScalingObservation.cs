using AWSense.Scaling.CloudWatch;

namespace AWSense.Scaling.Deciding;

/// <summary>All that a decider may know, at one moment.</summary>
public sealed record ScalingObservation
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The queue; null when it couldn't be read, which is never the same as empty.</summary>
    public required QueueReading? Queue { get; init; }

    /// <summary>The fleet.</summary>
    public required FleetReading Fleet { get; init; }

    /// <summary>What experience says about requests and workers.</summary>
    public required CapacityEstimates Estimates { get; init; }

    /// <summary>The metrics that can be read now; null when the policy's source is direct.</summary>
    public IMetricReader? Metrics { get; init; }
}

/// <summary>The counts of the queue.</summary>
/// <param name="Waiting">Requests that no worker has.</param>
/// <param name="Leased">Requests that a worker has.</param>
/// <param name="Arrived">Requests accepted since <paramref name="CountedSince"/>; only grows.</param>
/// <param name="CountedSince">When the count of arrivals began.</param>
/// <param name="ReadAt">When this was so.</param>
public sealed record QueueReading(long Waiting, long Leased, long Arrived, DateTimeOffset CountedSince, DateTimeOffset ReadAt)
{
    /// <summary>Waiting and leased.</summary>
    public long Outstanding => Waiting + Leased;
}

/// <summary>The fleet, in workers.</summary>
/// <param name="InService">Workers that take requests.</param>
/// <param name="BootingSince">When each worker that is not yet ready was ordered, oldest first.</param>
/// <param name="Draining">Workers that finish what they have and end; no supply any more.</param>
public sealed record FleetReading(int InService, IReadOnlyList<DateTimeOffset> BootingSince, int Draining)
{
    /// <summary>Workers that serve or will.</summary>
    public int Current => InService + BootingSince.Count;
}

/// <summary>What experience says about requests and workers.</summary>
/// <param name="ServiceTime">Mean time that one request keeps a slot busy.</param>
/// <param name="BootTime">Time from the order of a worker to its first request.</param>
/// <param name="BilledBootTime">The part of <paramref name="BootTime"/> that is charged.</param>
public sealed record CapacityEstimates(TimeSpan ServiceTime, TimeSpan BootTime, TimeSpan BilledBootTime);
