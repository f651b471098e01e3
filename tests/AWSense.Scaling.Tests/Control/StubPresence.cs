using AWSense.Core.Fleet;

namespace AWSense.Scaling.Tests.Control;

/// <summary>The last word of each worker, never forgotten.</summary>
internal sealed class StubPresence : IPresence
{
    public Dictionary<string, WorkerStatus> Words { get; } = new(StringComparer.Ordinal);

    public Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Words[status.WorkerId] = status;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<WorkerStatus>>([.. Words.Values]);
    }

    /// <summary>A worker's word.</summary>
    public void Say(string id, DateTimeOffset startedAt, DateTimeOffset? readyAt, long succeeded = 0, long failed = 0, double busySeconds = 0) =>
        Words[id] = new(id, readyAt is null ? WorkerState.Booting : WorkerState.Idle, 1, 1, "1", new(succeeded, failed, busySeconds), startedAt, readyAt, startedAt);
}
