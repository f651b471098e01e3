using System.Text.Json.Serialization;

namespace AWSense.Core.Fleet;

/// <summary>The workers that this service may start and end.</summary>
public interface IFleet
{
    /// <summary>Sets how many workers there should be. More are started at once; surplus ones are drained, idle ones first.</summary>
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
    string? UnhealthyReason);

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
