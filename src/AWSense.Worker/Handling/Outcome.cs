using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Worker.Handling;

/// <summary>Makes the outcomes that a request can have.</summary>
internal static class Outcome
{
    public static ClassificationResult Succeeded(
        ClassificationRequest request, IReadOnlyList<LabelScore> labels, ImageInfo image, StageTimings timings, DateTimeOffset now) =>
        new(request.Id, RequestState.Succeeded, request.Model, labels, image, null, false, request.AcceptedAt, now, timings);

    public static ClassificationResult Failed(ClassificationRequest request, RequestError error, StageTimings timings, DateTimeOffset now) =>
        Without(request, RequestState.Failed, error, now) with { Timings = timings };

    public static ClassificationResult Expired(ClassificationRequest request, DateTimeOffset now) =>
        Without(request, RequestState.Expired, new(ErrorCodes.Expired, $"No worker took the picture before {request.Deadline:u}."), now);

    /// <summary>Given up after crashes. It isn't said that the picture is bad, only what happened.</summary>
    public static ClassificationResult DeadLetter(ClassificationRequest request, RequestError error, DateTimeOffset now) =>
        Without(request, RequestState.Failed, error, now, deadLetter: true);

    private static ClassificationResult Without(ClassificationRequest request, RequestState state, RequestError error, DateTimeOffset now, bool deadLetter = false) =>
        ClassificationResult.Without(request.Id, request.Model, state, error, request.AcceptedAt, now, deadLetter);
}
