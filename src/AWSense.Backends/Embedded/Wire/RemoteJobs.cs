using System.Text.Json;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>The job store, through a connection.</summary>
internal sealed class RemoteJobs(BrokerConnection connection) : IJobStore
{
    public async Task<JobRecord?> AcceptAsync(JobRecord job, CancellationToken cancellationToken) => Read(await connection.CallAsync(new()
    {
        AcceptJob = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(job, WireJson.Default.JobRecord)),
    }));

    public async Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) =>
        Read(await connection.CallAsync(new() { FindJob = id.ToString() }).WaitAsync(cancellationToken));

    public async Task<int> MarkStartedAsync(RequestId id, CancellationToken cancellationToken) =>
        (int)(await connection.CallAsync(new() { MarkStarted = id.ToString() })).Value;

    public Task FinishAsync(JobCompletion completion, CancellationToken cancellationToken) => connection.CallAsync(new()
    {
        Finish = ToWire(completion),
    });

    public async Task<IReadOnlyList<JobRecord>> ListAsync(RequestState? state, RequestId? before, int max, CancellationToken cancellationToken)
    {
        JobLimits.CheckList(max);
        var list = new ListJobs { State = state is { } known ? (int)known : -1, Before = before?.ToString() ?? "", Max = max };
        var outcome = await connection.CallAsync(new() { ListJobs = list });
        return JsonSerializer.Deserialize(outcome.Json.Span, WireJson.Default.IReadOnlyListJobRecord)!;
    }

    /// <summary>A job's end as it travels.</summary>
    public static Finish ToWire(JobCompletion completion) => new()
    {
        Id = completion.Id.ToString(),
        State = (int)completion.State,
        FinishedAtMilliseconds = completion.FinishedAt.ToUnixTimeMilliseconds(),
        ErrorCode = completion.ErrorCode ?? "",
        DeadLetter = completion.DeadLetter,
    };

    private static JobRecord? Read(Outcome outcome) =>
        outcome.Json.IsEmpty ? null : JsonSerializer.Deserialize(outcome.Json.Span, WireJson.Default.JobRecord);
}
