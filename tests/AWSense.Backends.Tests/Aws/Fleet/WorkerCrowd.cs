using AWSense.Backends.Aws.Fleet;
using AWSense.Core.Fleet;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>The workers on the instances of a group: they boot, work, drain when their instance's tag says so, and fall silent.</summary>
internal sealed class WorkerCrowd(AutoScalingApi groups, InstanceApi instances, string group, TimeProvider time) : IPresence
{
    private static readonly TimeSpan Boot = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Worker> workers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>All that are in service have something in hand.</summary>
    public bool Busy { get; set; }

    /// <summary>Each worker whose instance went while it had something in hand.</summary>
    public List<string> Killed { get; } = [];

    /// <summary>Looks at the instances, and lets time pass for their workers.</summary>
    public async Task StepAsync()
    {
        var state = await instances.CompleteAsync(await groups.DescribeAsync(group, CancellationToken.None), CancellationToken.None);
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var instance in state.Instances.Where(instance => instance.Stage == InstanceStage.InService))
            {
                var worker = workers.TryGetValue(instance.Id, out var known) ? known : workers[instance.Id] = new(now);
                worker.DrainsSince ??= instance.DrainOrderedAt is null ? null : now;
            }

            foreach (var gone in workers.Keys.Except(state.Instances.Where(instance => instance.Stage == InstanceStage.InService).Select(instance => instance.Id)).ToList())
            {
                if (WordOf(gone, workers[gone], now)?.State is WorkerState.Busy)
                {
                    Killed.Add(gone);
                }

                workers.Remove(gone);
            }
        }
    }

    public Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody reports here.");

    public Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return Task.FromResult<IReadOnlyList<WorkerStatus>>([.. workers.Select(worker => WordOf(worker.Key, worker.Value, now)).OfType<WorkerStatus>()]);
        }
    }

    private WorkerStatus? WordOf(string id, Worker worker, DateTimeOffset now)
    {
        if (now - worker.DrainsSince >= Drain)
        {
            return null;
        }

        var isReady = now - worker.StartedAt >= Boot;
        var state = worker.DrainsSince is not null ? WorkerState.Draining : !isReady ? WorkerState.Booting : Busy ? WorkerState.Busy : WorkerState.Idle;
        return new(id, state, 1, 1, "1", new(0, 0, 0), worker.StartedAt, isReady ? worker.StartedAt + Boot : null, now);
    }

    private sealed class Worker(DateTimeOffset startedAt)
    {
        public DateTimeOffset StartedAt { get; } = startedAt;

        public DateTimeOffset? DrainsSince { get; set; }
    }
}
