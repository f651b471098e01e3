using AWSense.Core.Fleet;

namespace AWSense.Backends.Aws.Presence;

/// <summary>A fleet that somebody else sizes: its members are the workers that tell of themselves, and nobody here starts or ends one.</summary>
internal sealed class ObservedFleet(IPresence presence) : IFleet
{
    public Task SetDesiredAsync(int desiredWorkers, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody here sizes this fleet; its workers come and go by themselves.");

    public async Task<FleetStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var workers = await presence.ReadAsync(cancellationToken);
        var members = workers.Select(worker => new FleetMember(worker.WorkerId, StateOf(worker), worker.StartedAt)).ToList();
        var desired = members.Count(member => member.State != FleetMemberState.Draining);
        return new(desired, Math.Max(1, members.Count), members, CrashesLastMinute: 0, UnhealthyReason: null);
    }

    private static FleetMemberState StateOf(WorkerStatus worker) => worker.State switch
    {
        WorkerState.Booting => FleetMemberState.Booting,
        WorkerState.Draining => FleetMemberState.Draining,
        _ => FleetMemberState.InService,
    };
}
