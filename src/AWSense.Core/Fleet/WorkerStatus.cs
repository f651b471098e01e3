using System.Text.Json.Serialization;

namespace AWSense.Core.Fleet;

/// <summary>What a worker is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerState>))]
public enum WorkerState
{
    /// <summary>Starting, and loading the default model.</summary>
    [JsonStringEnumMemberName("booting")]
    Booting = 0,

    /// <summary>Ready, with nothing leased.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle = 1,

    /// <summary>Ready, with something leased.</summary>
    [JsonStringEnumMemberName("busy")]
    Busy = 2,

    /// <summary>Finishing what it has begun, taking nothing new, then ending.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining = 3,
}

/// <summary>The last word of a worker.</summary>
/// <param name="WorkerId">Its name: unique for the life of the process, at most 64 characters.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Slots">Inferences it runs side by side, at least 1.</param>
/// <param name="ProcessId">Its process id on its machine.</param>
/// <param name="Version">Version of its program.</param>
/// <param name="Counters">What it has done since it started.</param>
/// <param name="StartedAt">When its process started.</param>
/// <param name="ReadyAt">When it became ready for requests; null while it boots.</param>
/// <param name="ReportedAt">When it said this.</param>
public sealed record WorkerStatus(
    string WorkerId,
    WorkerState State,
    int Slots,
    int ProcessId,
    string Version,
    WorkerCounters Counters,
    DateTimeOffset StartedAt,
    DateTimeOffset? ReadyAt,
    DateTimeOffset ReportedAt);

/// <summary>What a worker has done since it started; the values only grow.</summary>
/// <param name="Succeeded">Pictures classified.</param>
/// <param name="Failed">Requests ended without labels.</param>
/// <param name="BusySeconds">Time its slots were busy with requests, from the lease to the completion, added up over the slots.</param>
public sealed record WorkerCounters(long Succeeded, long Failed, double BusySeconds);
