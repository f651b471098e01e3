using System.Text.Json.Serialization;

namespace AWSense.Core.Fleet;

/// <summary>The workers that this service may start and end.</summary>
public interface IFleet
{
    /// <summary>Sets how many workers there should be. More are started at once; surplus ones are drained, idle ones first.</summary>
    /// <remarks>Does nothing while <see cref="FleetStatus.Steering"/> isn't <see cref="FleetSteering.Here"/>.</remarks>
    /// <param name="desiredWorkers">From 0 to the fleet's bound, <see cref="FleetStatus.WorkersMax"/>.</param>
    Task SetDesiredAsync(int desiredWorkers, CancellationToken cancellationToken);

    /// <summary>What the fleet knows of its members.</summary>
    Task<FleetStatus> GetStatusAsync(CancellationToken cancellationToken);
}

/// <summary>The fleet at one moment.</summary>
/// <param name="DesiredWorkers">How many there should be.</param>
/// <param name="WorkersMax">How many there may be.</param>
/// <param name="Members">Those there are, oldest first.</param>
/// <param name="CrashesLastMinute">Members that ended without being asked to.</param>
/// <param name="UnhealthyReason">Why the fleet can't be relied on, in words; null when it can.</param>
public sealed record FleetStatus(
    int DesiredWorkers,
    int WorkersMax,
    IReadOnlyList<FleetMember> Members,
    int CrashesLastMinute,
    string? UnhealthyReason)
{
    /// <summary>Who changes its size. The default is <see cref="FleetSteering.Here"/>.</summary>
    public FleetSteering Steering { get; init; }
}

/// <summary>Who changes the size of a fleet.</summary>
public enum FleetSteering
{
    /// <summary>The controller of this process, with <see cref="IFleet.SetDesiredAsync"/>.</summary>
    Here = 0,

    /// <summary>The controller of another process, now; it may become this one at any time, so it keeps learning.</summary>
    Elsewhere = 1,

    /// <summary>The fleet itself, by alarms and policies of its own; a controller can only watch.</summary>
    Itself = 2,
}

/// <summary>A process or an instance of the fleet.</summary>
/// <param name="MemberId">The worker's name, as it tells it with its presence; the instance id on AWS.</param>
/// <param name="State">What the fleet knows of it.</param>
/// <param name="StartedAt">When it was started.</param>
public sealed record FleetMember(string MemberId, FleetMemberState State, DateTimeOffset StartedAt);

/// <summary>What the fleet knows of a member; whether it is busy is told by its presence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FleetMemberState>))]
public enum FleetMemberState
{
    /// <summary>Started, and not yet ready.</summary>
    [JsonStringEnumMemberName("booting")]
    Booting = 0,

    /// <summary>Ready for requests.</summary>
    [JsonStringEnumMemberName("in-service")]
    InService = 1,

    /// <summary>Asked to end.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining = 2,
}
