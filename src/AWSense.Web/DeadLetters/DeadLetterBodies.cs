using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Web.DeadLetters;

/// <summary>A request that was given up after crashes.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it was given up.</param>
/// <param name="FileName">The client's name for the picture.</param>
/// <param name="Format">The picture's format by its first bytes.</param>
/// <param name="Bytes">Size of the picture.</param>
/// <param name="Model">The model that was to answer.</param>
/// <param name="Error">Why it was given up; missing when the result is no longer kept.</param>
/// <param name="Deliveries">How often a worker got it, the last time included.</param>
/// <param name="JobUrl">The job.</param>
/// <param name="ImageUrl">The archived picture.</param>
public sealed record DeadLetterBody(
    RequestId Id,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? FinishedAt,
    string? FileName,
    string Format,
    long Bytes,
    ModelVersion Model,
    RequestError? Error,
    int Deliveries,
    string JobUrl,
    string ImageUrl)
{
    // The first delivery makes no mark, each later one does before it decodes.
    internal static DeadLetterBody Of(JobRecord job, ClassificationResult? result) => new(
        job.Id,
        job.AcceptedAt,
        job.FinishedAt ?? result?.FinishedAt,
        job.FileName,
        job.Format,
        job.Bytes,
        job.Model,
        result?.Error,
        job.StartedMarks + 1,
        $"/v1/jobs/{job.Id}",
        $"/v1/images/{job.Id}");
}

/// <summary>Some dead letters about which nothing was done yet.</summary>
/// <param name="DeadLetters">Newest first. There may be none while there are more behind them.</param>
/// <param name="Next">Where the older ones are; missing when there are none.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetterBody> DeadLetters, string? Next)
{
    /// <summary>The id to go on before; null when there are no more.</summary>
    internal RequestId? NextBefore { get; init; }
}

/// <summary>Which dead letters are meant: those that are named, or all.</summary>
/// <param name="Ids">Their ids, at most 1,000.</param>
/// <param name="All">Whether all are meant; some hundred are done in one call.</param>
/// <param name="Before">With <paramref name="All"/>: only those older than this one.</param>
public sealed record DeadLetterChoice(IReadOnlyList<RequestId>? Ids, bool? All, RequestId? Before);

/// <summary>What came of acting on some dead letters.</summary>
/// <param name="Retried">Those that became new requests, now or before.</param>
/// <param name="Discarded">Those that are no longer listed.</param>
/// <param name="Refused">Those about which nothing could be done.</param>
/// <param name="NextBefore">With <c>all</c>: go on before this one; missing when all were looked at.</param>
public sealed record DeadLetterOutcome(
    IReadOnlyList<RetriedLetter> Retried, IReadOnlyList<RequestId> Discarded, IReadOnlyList<RefusedLetter> Refused, RequestId? NextBefore);

/// <summary>A dead letter that became a new request.</summary>
/// <param name="Id">The dead letter.</param>
/// <param name="RetryId">The new request.</param>
public sealed record RetriedLetter(RequestId Id, RequestId RetryId);

/// <summary>A dead letter about which nothing could be done.</summary>
/// <param name="Id">The dead letter.</param>
/// <param name="Code">Why; the code of the problem that it alone would have been answered with.</param>
/// <param name="Detail">Why, in words.</param>
public sealed record RefusedLetter(RequestId Id, string Code, string Detail);
