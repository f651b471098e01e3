using AWSense.Backends.Aws.Archive;
using AWSense.Backends.Aws.Queues;
using AWSense.Core;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Jobs;

/// <summary>Jobs in the bucket: one small object each, changed by compare and swap.</summary>
/// <remarks>
/// What ended badly has an empty object more, by state, so that it is found among millions that went well. It is written after the record; should the process
/// die between the two, the request is delivered again and ended again, which writes it. A lease is SQS's secret: no job is ever seen
/// running, nor knows its place.
/// A request that somebody waits for is sent while its record is still being written, so its end may come first: who records the end of a young
/// request without a record looks again for some seconds.
/// </remarks>
internal sealed class S3JobStore(S3Objects objects, ProcessCounters counters, TimeProvider time) : IJobStore
{
    /// <summary>The most records that one listing looks at.</summary>
    public const int LooksMax = 20_000;

    private const int ReadsAtOnce = 32;
    private const int ChangesMax = 50;

    // About four seconds in all. A record that takes longer than a minute to write, all retries included, was given up by its writer.
    private const int LooksAgainMax = 9;
    private static readonly Backoff LooksAgain = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1));
    private static readonly TimeSpan RecordingMax = TimeSpan.FromMinutes(1);

    public async Task<JobRecord?> AcceptAsync(JobRecord job, CancellationToken cancellationToken)
    {
        // First the mark, since nobody would write it later: listings pass over a mark without a record.
        await MarkAsync(job, cancellationToken);
        var key = JobKeys.Record(job.Id);
        return await objects.TryPutAsync(key, JobJson.Write(new(job)), S3Objects.None, cancellationToken) ? null : await ReadAsync(key, cancellationToken);
    }

    public Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) => ReadAsync(JobKeys.Record(id), cancellationToken);

    public async Task<int> MarkStartedAsync(RequestId id, CancellationToken cancellationToken)
    {
        // A write that succeeds but whose answer is lost is tried again and refused: the mark's name tells that it was this one's own.
        var mark = RequestId.New(time).ToString();
        var marked = await ChangeAsync(
            id,
            stored => stored.LastMark == mark ? stored : new(stored.Job with { StartedMarks = stored.Job.StartedMarks + 1 }, mark),
            cancellationToken);
        return marked?.StartedMarks ?? 0;
    }

    public async Task FinishAsync(JobCompletion completion, CancellationToken cancellationToken)
    {
        var job = await EndAsync(completion, cancellationToken);
        for (var looks = 1; job is null && looks <= LooksAgainMax && time.GetUtcNow() - completion.Id.CreatedAt < RecordingMax; looks++)
        {
            await Task.Delay(LooksAgain.After(looks), time, cancellationToken);
            job = await EndAsync(completion, cancellationToken);
        }

        if (job is not null)
        {
            await MarkAsync(job, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<JobRecord>> ListAsync(RequestState? state, RequestId? before, int max, CancellationToken cancellationToken)
    {
        JobLimits.CheckList(max);
        if (state == RequestState.Running)
        {
            return [];
        }

        var prefix = state is { } wanted && IsMarked(wanted) ? JobKeys.EndedIn(wanted) : JobKeys.Records;
        var startAfter = before is { } bound ? $"{prefix}{JobKeys.NewestFirst(bound)}" : null;
        var found = new List<JobRecord>();
        await foreach (var keys in objects.ListAsync(prefix, startAfter, cancellationToken).Take(LooksMax).Chunk(ReadsAtOnce).WithCancellation(cancellationToken))
        {
            var jobs = await Task.WhenAll(keys.Select(entry => ReadAsync(JobKeys.RecordOf(entry.Key), cancellationToken)));
            found.AddRange(jobs.OfType<JobRecord>().Where(job => state is null || job.State == state).Take(max - found.Count));
            if (found.Count == max)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Records an end, unless there is one.</summary>
    /// <returns>The record as it is then; null when there is none.</returns>
    private async Task<JobRecord?> EndAsync(JobCompletion completion, CancellationToken cancellationToken)
    {
        var hadEnded = false;
        var job = await ChangeAsync(
            completion.Id,
            stored => (hadEnded = stored.Job.State.IsFinal()) ? stored : stored with
            {
                Job = stored.Job with
                {
                    State = completion.State, FinishedAt = completion.FinishedAt, ErrorCode = completion.ErrorCode, DeadLetter = completion.DeadLetter,
                },
            },
            cancellationToken);
        if (job is { DeadLetter: true } && !hadEnded)
        {
            counters.CountDeadLetter();
        }

        return job;
    }

    private Task MarkAsync(JobRecord job, CancellationToken cancellationToken) => IsMarked(job.State)
        ? objects.PutAsync(JobKeys.EndedIn(job.State, job.Id), ReadOnlyMemory<byte>.Empty, cancellationToken)
        : Task.CompletedTask;

    private static bool IsMarked(RequestState state) => state.IsFinal() && state != RequestState.Succeeded;

    private async Task<JobRecord?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        using var stored = await objects.GetAsync(key, cancellationToken);
        return stored is null ? null : JobJson.Read(stored.Content.Memory.Span).Job;
    }

    /// <summary>Changes a record.</summary>
    /// <param name="change">Makes the new record; the same one when there is nothing to change.</param>
    /// <returns>The record as it is then; null when there is none.</returns>
    private async Task<JobRecord?> ChangeAsync(RequestId id, Func<StoredJob, StoredJob> change, CancellationToken cancellationToken)
    {
        var key = JobKeys.Record(id);
        for (var tries = 0; tries < ChangesMax; tries++)
        {
            using var content = await objects.GetAsync(key, cancellationToken);
            if (content is null)
            {
                return null;
            }

            var stored = JobJson.Read(content.Content.Memory.Span);
            var changed = change(stored);
            if (changed == stored || await objects.TryPutAsync(key, JobJson.Write(changed), content.Version, cancellationToken))
            {
                return changed.Job;
            }
        }

        throw new BackendUnavailableException($"Others change job {id} at the same time, {ChangesMax} times in a row.");
    }
}
