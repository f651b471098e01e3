using System.Text.Json.Serialization;

namespace AWSense.Core.Requests;

/// <summary>Where a request stands. The last four are final: what reaches one of them never leaves it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestState>))]
public enum RequestState
{
    /// <summary>Accepted, and waiting for a worker.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued = 0,

    /// <summary>Leased by a worker.</summary>
    [JsonStringEnumMemberName("running")]
    Running = 1,

    /// <summary>Classified: the result has labels.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded = 2,

    /// <summary>The picture or its worker failed: the result has an error.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 3,

    /// <summary>Its client took it back in time.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled = 4,

    /// <summary>Its deadline passed before a worker took it.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired = 5,
}

/// <summary>What can be asked of a <see cref="RequestState"/>.</summary>
public static class RequestStates
{
    /// <summary>Whether the request has its result, whatever that is.</summary>
    public static bool IsFinal(this RequestState state) => state >= RequestState.Succeeded;

    /// <summary>The state as it stands in JSON and in logs, in lower case.</summary>
    public static string ToWireName(this RequestState state) => state switch
    {
        RequestState.Queued => "queued",
        RequestState.Running => "running",
        RequestState.Succeeded => "succeeded",
        RequestState.Failed => "failed",
        RequestState.Cancelled => "cancelled",
        RequestState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
