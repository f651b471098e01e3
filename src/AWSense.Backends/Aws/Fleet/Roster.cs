using AWSense.Core.Fleet;
using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>The group joined with what its workers say and what they were asked to do.</summary>
/// <param name="Group">The group.</param>
/// <param name="Entries">Its instances, oldest first.</param>
internal sealed record Roster(GroupState Group, IReadOnlyList<RosterEntry> Entries)
{
    /// <summary>Places that are wanted: the desired capacity less the instances that drain and that AWS still counts.</summary>
    public int Open => Group.Desired - GivenUp;

    /// <summary>Instances that drain and that AWS still counts.</summary>
    public int GivenUp => Entries.Count(entry => entry.IsGivenUp);

    /// <summary>Places for which AWS hasn't launched anything yet.</summary>
    public int Unlaunched => Math.Max(0, Group.Desired - Entries.Count(entry => entry.Instance.Stage != InstanceStage.Leaving));

    /// <summary>Joins them.</summary>
    /// <param name="words">The last word of each worker, whose name is its instance's id.</param>
    /// <param name="ordered">Drains that were ordered and that the group's tags may not show yet.</param>
    public static Roster Of(GroupState group, IReadOnlyList<WorkerStatus> words, IReadOnlyDictionary<string, DateTimeOffset> ordered)
    {
        var said = words.ToDictionary(word => word.WorkerId, StringComparer.Ordinal);
        return new(group, [.. group.Instances.Select(instance => new RosterEntry(
            instance,
            said.GetValueOrDefault(instance.Id),
            instance.DrainOrderedAt ?? (ordered.TryGetValue(instance.Id, out var at) ? at : null)))]);
    }

    /// <summary>Chooses who is given up: idle ones first, then those that boot, then busy ones, unless the policy says otherwise.</summary>
    /// <param name="count">How many; fewer where there aren't as many.</param>
    public IReadOnlyList<RosterEntry> ChooseVictims(int count, VictimOrder order)
    {
        var candidates = Entries.Where(entry => entry.State != FleetMemberState.Draining).ToList();
        List<RosterEntry> victims = [];
        while (victims.Count < count && candidates.Count > 0)
        {
            // The protection is there to stop AWS, not us: a busy worker that is asked to drain loses nothing.
            var index = TerminationChoice.Choose(
                [.. candidates.Select((entry, number) => new TerminationCandidate(number, entry.Instance.LaunchedAt ?? DateTimeOffset.MaxValue, entry.Load))], order);
            victims.Add(candidates[index]);
            candidates.RemoveAt(index);
        }

        return victims;
    }
}

/// <summary>An instance, and its worker.</summary>
/// <param name="Word">What its worker said last; null when it was never heard, or not for three intervals.</param>
/// <param name="DrainOrderedAt">When it was asked to drain; null when it wasn't.</param>
internal sealed record RosterEntry(GroupInstance Instance, WorkerStatus? Word, DateTimeOffset? DrainOrderedAt)
{
    /// <summary>What it is for the controller.</summary>
    public FleetMemberState State =>
        Instance.Stage == InstanceStage.Leaving || DrainOrderedAt is not null || Word?.State == WorkerState.Draining ? FleetMemberState.Draining
        : Instance.Stage == InstanceStage.InService && Word?.State is WorkerState.Idle or WorkerState.Busy ? FleetMemberState.InService
        : FleetMemberState.Booting;

    /// <summary>It was asked to drain, and AWS still counts it.</summary>
    public bool IsGivenUp => DrainOrderedAt is not null && Instance.Stage != InstanceStage.Leaving;

    /// <summary>It has something in hand, or may have.</summary>
    public bool IsBusy => Word?.State is WorkerState.Busy or WorkerState.Draining;

    /// <summary>What it does, for the choice of a victim.</summary>
    public WorkerLoad Load => State == FleetMemberState.Booting ? WorkerLoad.Booting : IsBusy ? WorkerLoad.Busy : WorkerLoad.Idle;
}
