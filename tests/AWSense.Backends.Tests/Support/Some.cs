using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Support;

/// <summary>Requests, jobs and the like, of which a test needs just any.</summary>
internal static class Some
{
    /// <summary>A whole second, since the wire and the file keep milliseconds.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ModelVersion Model = new("efficientnet-lite0-int8", "1");
    private static readonly string Sha256 = new('a', 64);

    public static RequestId Id() => RequestId.New(TimeProvider.System);

    /// <summary>An id that was made at that time.</summary>
    public static RequestId IdOf(DateTimeOffset time) =>
        RequestId.TryParse(Guid.CreateVersion7(time).ToString("D"), out var id) ? id : throw new ArgumentOutOfRangeException(nameof(time));

    public static ClassificationRequest Request(RequestId? id = null) => new(
        id ?? Id(), Sha256, 1234, Model, 5, 0.25, "embedded:none", Noon, Noon.AddHours(1), AcceptMs: 1.5);

    public static IReadOnlyList<ClassificationRequest> Requests(int count) => [.. Enumerable.Range(0, count).Select(_ => Request())];

    public static JobRecord Job(RequestId? id = null) => new(id ?? Id(), Noon, Lane.Interactive, Model, "cat.jpg", Sha256, 1234, "jpeg");

    public static JobCompletion Completion(RequestId id, RequestState state = RequestState.Succeeded) =>
        new(id, state, Noon.AddSeconds(3), state == RequestState.Failed ? ErrorCodes.WorkerCrashed : null, state == RequestState.Failed);

    public static ClassificationReply Reply() => new(
        new(Id(), RequestState.Succeeded, Model, [new(1, "cat", "n02123159", 0.5)], null, null, false, Noon, Noon, new()), 1.5, Noon);

    public static WorkerStatus Worker(string id, WorkerState state = WorkerState.Idle) =>
        new(id, state, 1, 4711, "0.1.0", new(3, 1, 0.5), Noon, Noon.AddSeconds(0.5), Noon.AddSeconds(1));
}
