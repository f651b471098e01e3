using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>A number of workers by the clock.</summary>
internal sealed class ScheduleDecider(ScheduleRule rule) : IDecider
{
    private readonly CapacitySchedule schedule = new(rule.Entries);

    public DeciderState Initial => Stateless.Instance;

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state) =>
        (schedule.At(observation.Now) is { } entry
            ? new(entry.Workers, $"since {entry.Cron} there are to be {entry.Workers}")
            : new(observation.Fleet.Current, "no entry of the schedule has come yet"), state);
}

/// <summary>Numbers of workers with the times from which they hold.</summary>
internal sealed class CapacitySchedule(IReadOnlyList<ScheduledCapacity> entries)
{
    private readonly List<(Cron Cron, ScheduledCapacity Entry)> parsed = [.. entries.Select(entry => (Cron.Parse(entry.Cron), entry))];

    /// <summary>The entry that came last; null when none has come. Of two that come at the same moment the later one in the list counts.</summary>
    public ScheduledCapacity? At(DateTimeOffset now)
    {
        ScheduledCapacity? last = null;
        DateTimeOffset lastAt = default;
        foreach (var (cron, entry) in parsed)
        {
            if (cron.Previous(now) is { } at && (last is null || at >= lastAt))
            {
                (last, lastAt) = (entry, at);
            }
        }

        return last;
    }
}
