using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Core.Jobs;

/// <summary>One accepted request.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Lane">The lane it was sent in.</param>
/// <param name="Model">The model and version, fixed when it was accepted.</param>
/// <param name="FileName">The name the client gave the picture, at most 1,024 characters; for display, never for a path. Null when there was none.</param>
/// <param name="Sha256">Of the picture, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Size of the picture.</param>
/// <param name="Format">The picture's format by its first bytes, such as <c>jpeg</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedMarks">How many workers began it after its first delivery.</param>
/// <param name="FinishedAt">When it ended; null before.</param>
/// <param name="ErrorCode">Why it failed, one of <see cref="ErrorCodes"/>; null when it didn't.</param>
/// <param name="DeadLetter">Whether it was given up after crashes.</param>
/// <param name="QueuePosition">Requests that are leased before this one, its own included; null when unknown (always on AWS) or not queued.</param>
public sealed record JobRecord(
    RequestId Id,
    DateTimeOffset AcceptedAt,
    Lane Lane,
    ModelVersion Model,
    string? FileName,
    string Sha256,
    long Bytes,
    string Format,
    RequestState State = RequestState.Queued,
    int StartedMarks = 0,
    DateTimeOffset? FinishedAt = null,
    string? ErrorCode = null,
    bool DeadLetter = false,
    long? QueuePosition = null);

/// <summary>How a request ended, as the job store keeps it. The whole outcome lies in the archive.</summary>
public sealed record JobCompletion(RequestId Id, RequestState State, DateTimeOffset FinishedAt, string? ErrorCode, bool DeadLetter)
{
    /// <summary>The part of a result that the job store keeps.</summary>
    public static JobCompletion Of(ClassificationResult result) =>
        new(result.Id, result.State, result.FinishedAt, result.Error?.Code, result.DeadLetter);
}
