using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Web.Jobs;
using AWSense.Web.Problems;
using AWSense.Web.Results;

namespace AWSense.Web.DeadLetters;

/// <summary>The dead letters: which there are, and what can be done about them.</summary>
internal sealed class DeadLetterBox(ResultListing listing, DeadLetterMarks marks, DeadLetterRetry retry, JobView view, TimeProvider time)
{
    /// <summary>Letters that one call with <c>all</c> looks at.</summary>
    public const int AllMax = 100;

    private const int RetriesAtOnce = 4;
    private const int ReadsAtOnce = 16;

    private static readonly ResultFilter DeadLetters = new() { DeadLetter = true };

    /// <summary>Dead letters about which nothing was done yet, newest first.</summary>
    /// <param name="before">Only those older than this one; null from the newest on.</param>
    /// <param name="max">The most to return, from 1 to <see cref="JobLimits.ListMax"/>.</param>
    public async Task<DeadLetterPage> ListAsync(RequestId? before, int max, CancellationToken cancellationToken)
    {
        var page = await listing.ListAsync(DeadLetters, before, max, withResults: true, cancellationToken);
        var open = new List<DeadLetterBody>();
        foreach (var some in page.Entries.Chunk(ReadsAtOnce))
        {
            var found = await Task.WhenAll(some.Select(one => marks.FindAsync(one.Job.Id, cancellationToken)));
            open.AddRange(some.Zip(found).Where(pair => pair.Second is null or { Done: false }).Select(pair => DeadLetterBody.Of(pair.First.Job, pair.First.Result)));
        }

        return new(open, page.Next is { } next ? $"/v1/dead-letters?before={next}&limit={max}" : null) { NextBefore = page.Next };
    }

    /// <summary>Retries a dead letter. Doing it again finds the same new request.</summary>
    /// <returns>The new request's id.</returns>
    /// <exception cref="ProblemException">There is no such dead letter, or it can't be retried.</exception>
    public async Task<RequestId> RetryAsync(string id) => await retry.RetryAsync(await FindAsync(id));

    /// <summary>Takes a dead letter off the list. It stays in the archive for as long as that keeps it; doing it again changes nothing.</summary>
    /// <exception cref="ProblemException">There is no such dead letter, or it is a new request already.</exception>
    public async Task DiscardAsync(string id)
    {
        var job = await FindAsync(id);
        var mark = await marks.MakeAsync(job.Id, new(DeadLetterAction.Discarded, time.GetUtcNow(), RetryId: null, Done: true));
        if (mark.RetryId is { } retried)
        {
            throw new ProblemException(ProblemKinds.Conflict, $"The dead letter was retried as {retried}.", job.Id);
        }
    }

    /// <summary>Retries some, or all.</summary>
    public Task<DeadLetterOutcome> RetryAsync(DeadLetterChoice choice, CancellationToken cancellationToken) =>
        ActAsync(choice, async id => await RetryAsync(id.ToString()), cancellationToken);

    /// <summary>Discards some, or all.</summary>
    public Task<DeadLetterOutcome> DiscardAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => ActAsync(choice, async id =>
    {
        await DiscardAsync(id.ToString());
        return null;
    }, cancellationToken);

    /// <summary>Acts on each letter, a few at once; what can't be done about one doesn't keep the others.</summary>
    private async Task<DeadLetterOutcome> ActAsync(DeadLetterChoice choice, Func<RequestId, Task<RequestId?>> act, CancellationToken cancellationToken)
    {
        var (ids, next) = await ChooseAsync(choice, cancellationToken);
        var outcomes = new (RequestId? RetryId, ProblemException? Problem)[ids.Count];
        var some = new ParallelOptions { MaxDegreeOfParallelism = RetriesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ids.Count, some, async (index, _) =>
        {
            try
            {
                outcomes[index] = (await act(ids[index]), null);
            }
            catch (ProblemException problem) when (!problem.Kind.Retryable)
            {
                outcomes[index] = (null, problem);
            }
        });
        var done = ids.Zip(outcomes).ToList();
        return new(
            [.. done.Where(one => one.Second.RetryId is not null).Select(one => new RetriedLetter(one.First, one.Second.RetryId!.Value))],
            [.. done.Where(one => one.Second is { RetryId: null, Problem: null }).Select(one => one.First)],
            [.. done.Where(one => one.Second.Problem is not null).Select(one => new RefusedLetter(one.First, one.Second.Problem!.Kind.Code, one.Second.Problem.Message))],
            next);
    }

    private async Task<(IReadOnlyList<RequestId> Ids, RequestId? Next)> ChooseAsync(DeadLetterChoice choice, CancellationToken cancellationToken)
    {
        switch (choice)
        {
            case { Ids: { Count: > 0 and <= JobLimits.ListMax } ids, All: null or false, Before: null }:
                return ([.. ids.Distinct()], null);
            case { Ids: null, All: true }:
                var page = await ListAsync(choice.Before, AllMax, cancellationToken);
                return ([.. page.DeadLetters.Select(letter => letter.Id)], page.NextBefore);
            default:
                throw new ProblemException(ProblemKinds.Malformed, $"Give either ids, 1 to {JobLimits.ListMax} of them, or all: true.");
        }
    }

    private async Task<JobRecord> FindAsync(string id)
    {
        var job = await view.FindAsync(id, CancellationToken.None);
        return job.DeadLetter ? job : throw new ProblemException(ProblemKinds.Conflict, "The job is no dead letter.", job.Id);
    }
}
