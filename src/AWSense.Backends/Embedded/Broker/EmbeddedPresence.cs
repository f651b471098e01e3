using System.Collections.Concurrent;
using AWSense.Core.Fleet;
using AWSense.Scaling.Recording;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The last word of every connected worker.</summary>
internal sealed class EmbeddedPresence(EventRecorder? recorder = null) : IPresence
{
    private readonly ConcurrentDictionary<string, WorkerStatus> workers = new(StringComparer.Ordinal);

    public Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken)
    {
        recorder?.Told(workers.GetValueOrDefault(status.WorkerId), status);
        workers[status.WorkerId] = status;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkerStatus>>([.. workers.Values.OrderBy(worker => worker.StartedAt)]);

    /// <summary>The worker's connection is gone.</summary>
    public void Remove(string workerId) => workers.TryRemove(workerId, out _);
}
