using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Tests.Fakes;

/// <summary>Jobs in memory; where a job stands in the queue is asked of the queue.</summary>
internal sealed class FakeJobStore(FakeRequestQueue queue) : IJobStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<RequestId, JobRecord> jobs = [];

    /// <summary>While set, every call fails as one to a broker that can't be reached does.</summary>
    public bool Unreachable { get; set; }

    /// <summary>Called before a job is recorded.</summary>
    public Action<JobRecord>? Accepting { get; set; }

    public Task<JobRecord?> AcceptAsync(JobRecord job, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        Accepting?.Invoke(job);
        lock (gate)
        {
            return Task.FromResult(jobs.TryAdd(job.Id, job) ? null : jobs[job.Id]);
        }
    }

    public Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            return Task.FromResult(jobs.TryGetValue(id, out var job) ? Present(job) : null);
        }
    }

    public Task<int> MarkStartedAsync(RequestId id, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            var job = jobs[id];
            jobs[id] = job with { StartedMarks = job.StartedMarks + 1 };
            return Task.FromResult(job.StartedMarks + 1);
        }
    }

    public Task FinishAsync(JobCompletion completion, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        lock (gate)
        {
            if (jobs.TryGetValue(completion.Id, out var job) && !job.State.IsFinal())
            {
                jobs[completion.Id] = job with
                {
                    State = completion.State,
                    FinishedAt = completion.FinishedAt,
                    ErrorCode = completion.ErrorCode,
                    DeadLetter = completion.DeadLetter,
                };
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobRecord>> ListAsync(RequestState? state, RequestId? before, int max, CancellationToken cancellationToken)
    {
        RefuseWhenUnreachable(cancellationToken);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<JobRecord>>([.. jobs.Values
                .Select(Present)
                .OrderByDescending(job => job.Id.ToString(), StringComparer.Ordinal)
                .Where(job => state is null || job.State == state)
                .Where(job => before is not { } bound || string.CompareOrdinal(job.Id.ToString(), bound.ToString()) < 0)
                .Take(max)]);
        }
    }

    /// <summary>Forgets a job, as retention does.</summary>
    public void Forget(RequestId id)
    {
        lock (gate)
        {
            jobs.Remove(id);
        }
    }

    private JobRecord Present(JobRecord job) => job.State.IsFinal() ? job
        : queue.IsLeased(job.Id) ? job with { State = RequestState.Running }
        : job with { QueuePosition = queue.PositionOf(job.Id) };

    private void RefuseWhenUnreachable(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Unreachable)
        {
            throw new BackendUnavailableException("The job store can't be reached.");
        }
    }
}
