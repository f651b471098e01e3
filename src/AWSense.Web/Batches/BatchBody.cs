using System.Text.Json.Serialization;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Web.Batches;

/// <summary>Where a batch stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BatchStatus>))]
public enum BatchStatus
{
    /// <summary>Its upload is open.</summary>
    [JsonStringEnumMemberName("receiving")]
    Receiving,

    /// <summary>Its upload has ended, and some entries have not.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>All entries that were taken in have ended.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>It was cancelled, and all its entries have ended.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>Where a batch's upload stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UploadState>))]
public enum UploadState
{
    /// <summary>It is being read.</summary>
    [JsonStringEnumMemberName("receiving")]
    Receiving,

    /// <summary>Every file was taken in, or refused by itself.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>It ended early; the files that were taken in are classified, the others are not known.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,
}

/// <summary>A batch as clients see it.</summary>
/// <param name="Id">Its id. The entries' ids have their numbers in the last six hexadecimal digits.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When its upload began.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="Upload">Its upload.</param>
/// <param name="Counts">Its entries by state.</param>
/// <param name="EtaSeconds">A guess of how long it will take; missing when unknown.</param>
/// <param name="EtaErrorSeconds">By how much that guess may be wrong, with 95 % confidence; missing when unknown.</param>
/// <param name="StatusUrl">This batch. PUT the same files again to add those that an upload which was cut has not brought.</param>
/// <param name="ResultsUrl">A line of JSON for each entry.</param>
/// <param name="ResultsCsvUrl">The same as comma-separated values.</param>
/// <param name="EventsUrl">Its progress as server-sent events.</param>
/// <param name="CancelUrl">DELETE cancels it; missing once it has ended.</param>
public sealed record BatchBody(
    RequestId Id,
    BatchStatus Status,
    DateTimeOffset CreatedAt,
    ModelVersion Model,
    UploadBody Upload,
    BatchCountsBody Counts,
    double? EtaSeconds,
    double? EtaErrorSeconds,
    string StatusUrl,
    string ResultsUrl,
    string ResultsCsvUrl,
    string EventsUrl,
    string? CancelUrl);

/// <summary>A batch's upload.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Entries">Files that were taken in, those that were refused by themselves included. They have the numbers from 1.</param>
/// <param name="Error">Why it is incomplete.</param>
public sealed record UploadBody(UploadState State, int Entries, RequestError? Error);

/// <summary>The entries of a batch by state.</summary>
public sealed record BatchCountsBody(int Total, int Queued, int Running, int Succeeded, int Failed, int Cancelled, int Expired)
{
    internal static BatchCountsBody Of(BatchCount count) => new(
        count.Total,
        count[RequestState.Queued],
        count[RequestState.Running],
        count[RequestState.Succeeded],
        count[RequestState.Failed],
        count[RequestState.Cancelled],
        count[RequestState.Expired]);
}

/// <summary>An entry of a batch, and its outcome once it has ended.</summary>
/// <param name="Entry">Its number, from 1.</param>
/// <param name="Id">Its request's id; it is a job like any other.</param>
/// <param name="File">The client's name for it.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Labels">Best first, once it has succeeded.</param>
/// <param name="Image">What the picture is, once it has succeeded.</param>
/// <param name="Error">Why there are no labels.</param>
public sealed record BatchResult(
    int Entry, RequestId Id, string? File, RequestState Status, IReadOnlyList<LabelScore>? Labels, ImageInfo? Image, RequestError? Error);
