using System.Text.Json.Serialization;

namespace AWSense.Scaling.Recording;

/// <summary>What happened.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordedEventKind>))]
public enum RecordedEventKind
{
    /// <summary>A request came.</summary>
    [JsonStringEnumMemberName("arrived")]
    Arrived = 0,

    /// <summary>A worker took a request.</summary>
    [JsonStringEnumMemberName("started")]
    Started = 1,

    /// <summary>A worker finished a request.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 2,

    /// <summary>A worker has a request no longer, without having finished it: it was killed, or handed it back.</summary>
    [JsonStringEnumMemberName("lease-ended")]
    LeaseEnded = 3,

    /// <summary>A request that came before waits again.</summary>
    [JsonStringEnumMemberName("returned")]
    Returned = 4,

    /// <summary>A request that waited is taken out unfinished: it was cancelled, or couldn't be kept.</summary>
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn = 5,

    /// <summary>A worker was ordered.</summary>
    [JsonStringEnumMemberName("ordered")]
    Ordered = 6,

    /// <summary>An ordered worker has told of itself for the first time.</summary>
    [JsonStringEnumMemberName("booting")]
    Booting = 7,

    /// <summary>A worker takes requests from now on.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready = 8,

    /// <summary>A worker has told that it holds nothing.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle = 9,

    /// <summary>A worker has told that it holds something.</summary>
    [JsonStringEnumMemberName("busy")]
    Busy = 10,

    /// <summary>A worker was asked to end, and takes nothing any more.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining = 11,

    /// <summary>A worker has ended.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone = 12,

    /// <summary>A policy began to steer the fleet.</summary>
    [JsonStringEnumMemberName("began")]
    Began = 13,

    /// <summary>The metrics were sampled.</summary>
    [JsonStringEnumMemberName("sampled")]
    Sampled = 14,

    /// <summary>A decision was taken; what it led to comes behind it.</summary>
    [JsonStringEnumMemberName("decided")]
    Decided = 15,
}
