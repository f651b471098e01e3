using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Control;

/// <summary>Reads queue and fleet through the ports.</summary>
public sealed class FleetObserver(ISignalSource signals, IFleet fleet, IPresence presence, TimeProvider time)
{
    /// <summary>Reads the queue.</summary>
    /// <exception cref="BackendUnavailableException">It can't be read.</exception>
    public async Task<QueueReading> ReadQueueAsync(CancellationToken cancellationToken)
    {
        var demand = await signals.ReadAsync(cancellationToken);
        return new(
            demand.Interactive.Waiting + demand.Bulk.Waiting,
            demand.Interactive.Leased + demand.Bulk.Leased,
            demand.Sent,
            demand.CountedSince,
            demand.ObservedAt);
    }

    /// <summary>Reads the fleet.</summary>
    public async Task<(FleetSnapshot Snapshot, FleetStatus Status)> ReadFleetAsync(CancellationToken cancellationToken)
    {
        var status = await fleet.GetStatusAsync(cancellationToken);
        var words = (await presence.ReadAsync(cancellationToken)).ToDictionary(word => word.WorkerId, StringComparer.Ordinal);
        var workers = status.Members.Select(member => WorkerOf(member, words.GetValueOrDefault(member.MemberId))).ToList();

        // A place whose worker has crashed is wanted and will be filled again: it counts as booting.
        var missing = status.DesiredWorkers - workers.Count(worker => worker.Phase != FleetMemberState.Draining);
        var now = time.GetUtcNow();
        workers.AddRange(Enumerable.Range(0, Math.Max(0, missing)).Select(place =>
            new WorkerSnapshot($"place-{place}", FleetMemberState.Booting, now, null, null, null)));
        return (new(workers), status);
    }

    private static WorkerSnapshot WorkerOf(FleetMember member, WorkerStatus? word) => new(
        member.MemberId,
        member.State,
        member.StartedAt,
        word?.ReadyAt,
        word?.Counters.Succeeded + word?.Counters.Failed,
        word?.Counters.BusySeconds);
}
