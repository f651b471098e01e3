using System.Text.Json.Serialization;

namespace AWSense.Scaling.Recording;

/// <summary>Something that happened in a run, live or simulated.</summary>
public sealed record RecordedEvent
{
    /// <summary>When, after the start of the recording.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonConverter(typeof(SecondsConverter))]
    public required TimeSpan At { get; init; }

    /// <summary>What.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("event")]
    public required RecordedEventKind Kind { get; init; }

    /// <summary>To which request: a number of the queue's own, never used again; null where none has a part in it, and in simulated runs.</summary>
    public long? Request { get; init; }

    /// <summary>To which worker; null where none has a part in it.</summary>
    public string? Worker { get; init; }

    /// <summary>Time that a completed request kept its worker's slots busy; else 0.</summary>
    public double Seconds { get; init; }

    /// <summary>Workers that a live decision wanted; else null.</summary>
    public int? Desired { get; init; }

    /// <summary>Why a live decision wanted them; else null.</summary>
    public string? Reason { get; init; }
}
