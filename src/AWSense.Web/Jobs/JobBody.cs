using System.Text.Json.Serialization;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Problems;

namespace AWSense.Web.Jobs;

/// <summary>A job as clients see it.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="FileName">The client's name for the picture.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="BatchId">The batch that it is an entry of; missing when it is none.</param>
/// <param name="StatusUrl">This job.</param>
/// <param name="ResultUrl">Where the labels will be: this job, too.</param>
/// <param name="ImageUrl">The archived picture.</param>
/// <param name="CancelUrl">DELETE cancels it; missing once it has ended.</param>
/// <param name="EventsUrl">Its states as server-sent events.</param>
/// <param name="QueuePosition">Requests that are leased before this one, its own included; missing when unknown.</param>
/// <param name="EtaSeconds">A guess of how long it will take; missing when unknown.</param>
/// <param name="Labels">Best first, once it has succeeded.</param>
/// <param name="Image">What the picture is, once it has succeeded.</param>
/// <param name="Error">Why there are no labels.</param>
/// <param name="DeadLetter">Whether it was given up after crashes.</param>
/// <param name="Timings">Where the time went, in milliseconds.</param>
/// <param name="Cached">True when the labels are those of another request for the same picture.</param>
public sealed record JobBody(
    RequestId Id,
    RequestState Status,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? FinishedAt,
    string? FileName,
    ModelVersion Model,
    RequestId? BatchId,
    string StatusUrl,
    string ResultUrl,
    string ImageUrl,
    string? CancelUrl,
    string EventsUrl,
    long? QueuePosition,
    double? EtaSeconds,
    IReadOnlyList<LabelScore>? Labels,
    ImageInfo? Image,
    RequestError? Error,
    bool? DeadLetter,
    [property: JsonPropertyName("timings_ms")] StageTimings? Timings,
    bool? Cached = null)
{
    /// <summary>The request that this dead letter became; missing when it is none or was not retried.</summary>
    public RequestId? RetriedAs { get; init; }

    /// <summary>A job with its result, when it has one.</summary>
    internal static JobBody Of(JobRecord job, ClassificationResult? result, double? etaSeconds)
    {
        var url = $"/v1/jobs/{job.Id}";
        var status = result?.State ?? job.State;
        return new(
            job.Id,
            status,
            job.AcceptedAt,
            result?.FinishedAt ?? job.FinishedAt,
            job.FileName,
            job.Model,
            job.Lane == Lane.Bulk ? job.Id.Entry(0) : null, // nothing else is sent in bulk
            url,
            url,
            $"/v1/images/{job.Id}",
            status.IsFinal() ? null : url,
            $"{url}/events",
            status.IsFinal() ? null : job.QueuePosition,
            status.IsFinal() ? null : etaSeconds,
            status == RequestState.Succeeded ? result?.Labels : null,
            result?.Image,
            result?.Error ?? (job.ErrorCode is { } code ? new(code, $"{ProblemKinds.OfError(code).Title}.") : null),
            result?.DeadLetter ?? job.DeadLetter ? true : null,
            result?.Timings,
            result?.AnswerOf is null ? null : true);
    }
}

/// <summary>Some jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">Where the older ones are; missing when there are none.</param>
public sealed record JobPage(IReadOnlyList<JobBody> Jobs, string? Next);
