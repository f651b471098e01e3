using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The job store inside the broker's process.</summary>
internal sealed class EmbeddedJobs(BrokerWriter writer) : IJobStore
{
    // Counting a longer line would cost the writer more than the answer is worth.
    private const int PositionMax = 1000;

    public Task<JobRecord?> AcceptAsync(JobRecord job, CancellationToken cancellationToken) =>
        writer.RunAsync(state => state.Jobs.TryAdd(job) ? null : Find(state, job.Id));

    public Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) => writer.RunAsync(state => Find(state, id), Commit.Soon);

    public Task<int> MarkStartedAsync(RequestId id, CancellationToken cancellationToken) => writer.RunAsync(state => state.Jobs.Mark(id));

    public Task FinishAsync(JobCompletion completion, CancellationToken cancellationToken) => writer.RunAsync(state => state.Finish(completion), Commit.Soon);

    public Task<IReadOnlyList<JobRecord>> ListAsync(RequestState? state, RequestId? before, int max, CancellationToken cancellationToken)
    {
        JobLimits.CheckList(max);
        return writer.RunAsync(broker => List(broker, state, before, max), Commit.Soon);
    }

    /// <summary>Removes jobs that have ended.</summary>
    /// <returns>How many were removed.</returns>
    public Task<int> RemoveEndedAsync(RequestId olderThan, int max) => writer.RunAsync(state => state.Jobs.RemoveEnded(olderThan, max));

    private static JobRecord? Find(BrokerState state, RequestId id) => state.Jobs.Find(id) is not { } job ? null
        : job.State.IsFinal() ? job
        : state.IsLeased(id) ? job with { State = RequestState.Running }
        : job with { QueuePosition = state.PositionOf(id, PositionMax) };

    private static IReadOnlyList<JobRecord> List(BrokerState broker, RequestState? state, RequestId? before, int max)
    {
        if (state == RequestState.Running)
        {
            return [.. broker.Leased
                .Where(id => before is not { } bound || StringComparer.Ordinal.Compare(id.ToString(), bound.ToString()) < 0)
                .OrderByDescending(id => id.ToString(), StringComparer.Ordinal)
                .Select(id => Find(broker, id))
                .OfType<JobRecord>()
                .Where(job => job.State == RequestState.Running) // a cancelled one may still be leased
                .Take(max)];
        }

        // To the table the leased jobs are queued: without room for them they would push queued ones off the page.
        var jobs = broker.Jobs.List(state, before, state == RequestState.Queued ? max + broker.Leased.Count : max);
        return [.. jobs
            .Select(job => !job.State.IsFinal() && broker.IsLeased(job.Id) ? job with { State = RequestState.Running } : job)
            .Where(job => state is null || job.State == state)
            .Take(max)];
    }
}
