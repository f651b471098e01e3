namespace AWSense.Scaling.Policies;

/// <summary>How many workers there may be.</summary>
public sealed record FleetSettings
{
    /// <summary>The fewest, from 0. The default is 1.</summary>
    public int Min { get; init; } = 1;

    /// <summary>The most, at least <see cref="Min"/>. The default is 19, as many as the course's project allows.</summary>
    public int Max { get; init; } = 19;

    /// <summary>How many there are at the start. The default is 1.</summary>
    public int Initial { get; init; } = 1;

    /// <summary>Slots a worker has: requests it serves side by side. The default is 1.</summary>
    public int WorkersPerInstance { get; init; } = 1;

    /// <summary>Times at which the fewest is another number; the last one that has come counts.</summary>
    public IReadOnlyList<ScheduledCapacity> FloorSchedule { get; init; } = [];
}

/// <summary>A number of workers from a point of time on.</summary>
/// <param name="Cron">Five fields: minute, hour, day of month, month, day of week, in UTC.</param>
/// <param name="Workers">How many, from 0.</param>
public sealed record ScheduledCapacity(string Cron, int Workers);
