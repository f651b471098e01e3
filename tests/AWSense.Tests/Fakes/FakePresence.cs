using System.Collections.Concurrent;
using AWSense.Core.Fleet;

namespace AWSense.Tests.Fakes;

/// <summary>The last word of each worker; old words are left out, by a clock that may be a test's.</summary>
internal sealed class FakePresence(TimeProvider time) : IPresence
{
    private readonly ConcurrentDictionary<string, WorkerStatus> workers = new(StringComparer.Ordinal);

    public Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        workers[status.WorkerId] = status;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var oldest = time.GetUtcNow() - (3 * PresenceLimits.Interval);
        return Task.FromResult<IReadOnlyList<WorkerStatus>>([.. workers.Values.Where(worker => worker.ReportedAt >= oldest)]);
    }
}
