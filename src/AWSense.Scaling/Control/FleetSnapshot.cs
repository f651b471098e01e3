using AWSense.Core.Fleet;
using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Control;

/// <summary>The workers of a fleet at one moment, as whoever runs them knows them.</summary>
public sealed record FleetSnapshot(IReadOnlyList<WorkerSnapshot> Workers)
{
    /// <summary>The counts that a decider reads.</summary>
    public FleetReading Reading { get; } = Count(Workers);

    private static FleetReading Count(IReadOnlyList<WorkerSnapshot> workers)
    {
        var inService = 0;
        var draining = 0;
        List<DateTimeOffset> booting = [];
        foreach (var worker in workers)
        {
            switch (worker.Phase)
            {
                case FleetMemberState.Booting:
                    booting.Add(worker.OrderedAt);
                    break;
                case FleetMemberState.InService:
                    inService++;
                    break;
                default:
                    draining++;
                    break;
            }
        }

        booting.Sort();
        return new(inService, booting, draining);
    }
}

/// <summary>A worker at one moment.</summary>
/// <param name="Id">Its name, never used again.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="OrderedAt">When it was ordered.</param>
/// <param name="ReadyAt">When it became ready; null while it boots.</param>
/// <param name="Completed">Requests it has finished since it started, good or bad; null while it is silent.</param>
/// <param name="BusySeconds">Time that its slots were busy with these; null while it is silent.</param>
public sealed record WorkerSnapshot(
    string Id, FleetMemberState Phase, DateTimeOffset OrderedAt, DateTimeOffset? ReadyAt, long? Completed, double? BusySeconds);
