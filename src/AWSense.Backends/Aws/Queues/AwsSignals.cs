using AWSense.Backends.Aws.Presence;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Queues;

/// <summary>The demand on AWS: what waits and is leased by SQS's own, approximate counts; what was sent and completed by what the processes have counted.</summary>
/// <remarks>SQS tells the age of its oldest message to CloudWatch only, so it is null here; the alarm on it stands there.</remarks>
internal sealed class AwsSignals(QueueDepth depth, FleetFile file, AwsPresence presence, ProcessCounters counters, TimeProvider time) : ISignalSource
{
    public async Task<DemandSignals> ReadAsync(CancellationToken cancellationToken)
    {
        var (counting, reading) = (depth.ReadAsync(cancellationToken), file.ReadAsync(cancellationToken));
        await Task.WhenAll(counting, reading);
        var (interactive, bulk) = await counting;
        var fleet = await reading;

        // This process knows its own counts better than its last report does.
        var own = fleet.Processes.GetValueOrDefault(presence.ProcessId)?.Report.Counts ?? QueueCounts.None;
        var counts = fleet.Counts.Plus(counters.Counts);
        return new(
            interactive,
            bulk,
            OldestAge: null,
            counts.Sent - own.Sent,
            counts.Completed - own.Completed,
            counts.Redelivered - own.Redelivered,
            counts.DeadLetters - own.DeadLetters,
            fleet.CountedSince,
            time.GetUtcNow());
    }
}
