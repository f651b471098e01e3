using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>Requests, jobs and replies to test with.</summary>
internal static class Samples
{
    public static readonly ModelVersion Model = new("efficientnet-lite0", "1");

    public static readonly string Sha256 = new('a', 64);

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static RequestId NewId() => RequestId.New(TimeProvider.System);

    public static ClassificationRequest Request(RequestId? id = null, string? traceParent = null) => new(
        id ?? NewId(), Sha256, 1234, Model, 5, 0.25, "embedded:somebody", Noon, Noon.AddHours(1), traceParent);

    public static JobRecord Job(RequestId? id = null, string? fileName = "cat.jpg") =>
        new(id ?? NewId(), Noon, Lane.Interactive, Model, fileName, Sha256, 1234, "jpeg");

    public static JobCompletion Completion(RequestId id, RequestState state = RequestState.Succeeded, string? errorCode = null) =>
        new(id, state, Noon.AddSeconds(1), errorCode, DeadLetter: false);

    public static ClassificationReply Reply(RequestId? id = null)
    {
        var result = new ClassificationResult(
            id ?? NewId(), RequestState.Succeeded, Model, [new(281, "tabby", "n02123045", 0.75)], null, null, false, Noon, Noon, new StageTimings());
        return new(result, 1.5, Noon);
    }

    public static WorkerStatus Status(string workerId, WorkerState state = WorkerState.Idle) =>
        new(workerId, state, 2, 4711, "0.1.0", new(3, 1, 0.5), Noon, Noon, Noon);
}
