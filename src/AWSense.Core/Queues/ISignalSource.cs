namespace AWSense.Core.Queues;

/// <summary>Reads what is demanded of the fleet.</summary>
public interface ISignalSource
{
    /// <summary>Counts waiting and leased requests; approximate on SQS.</summary>
    /// <exception cref="BackendUnavailableException">They can't be read. Zero is never reported instead.</exception>
    Task<DemandSignals> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The demand at one moment.</summary>
/// <param name="Interactive">The interactive lane.</param>
/// <param name="Bulk">The bulk lane.</param>
/// <param name="OldestAge">Age of the oldest waiting request; null when none waits, and always on AWS, where CloudWatch alone knows it.</param>
/// <param name="Sent">Requests sent since <paramref name="CountedSince"/>.</param>
/// <param name="Completed">Requests completed since then.</param>
/// <param name="Redelivered">Requests leased again since then, after a lease that had ended without their completion.</param>
/// <param name="DeadLetters">Requests given up since then after workers had died of them.</param>
/// <param name="CountedSince">When the counts began.</param>
/// <param name="ObservedAt">When this was so.</param>
public sealed record DemandSignals(
    LaneBacklog Interactive,
    LaneBacklog Bulk,
    TimeSpan? OldestAge,
    long Sent,
    long Completed,
    long Redelivered,
    long DeadLetters,
    DateTimeOffset CountedSince,
    DateTimeOffset ObservedAt)
{
    /// <summary>Requests not yet completed, in both lanes.</summary>
    public long Backlog => Interactive.Total + Bulk.Total;
}

/// <summary>The backlog of one lane.</summary>
/// <param name="Waiting">Requests that no worker has.</param>
/// <param name="Leased">Requests that a worker has.</param>
/// <param name="OldestAge">Age of the oldest that waits; null when none does, and where the lanes' ages aren't known (SQS).</param>
public sealed record LaneBacklog(long Waiting, long Leased, TimeSpan? OldestAge = null)
{
    /// <summary>Waiting and leased.</summary>
    public long Total => Waiting + Leased;
}
