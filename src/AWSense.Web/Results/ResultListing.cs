using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Web.Results;

/// <summary>Lists jobs with their results, newest first.</summary>
/// <remarks>The work of a call is bounded: it looks at some records and results at most, returns what it has found, and tells where to go on.</remarks>
internal sealed class ResultListing(IJobStore jobs, Settlement settlement)
{
    /// <summary>The most records that one call looks at.</summary>
    public const int LooksMax = 2_000;

    /// <summary>The most results that one call reads, since each is an object of the archive.</summary>
    public const int ReadsMax = 1_000;

    private const int ChunkMax = 250;
    private const int ReadsAtOnce = 16;

    /// <summary>The jobs that a filter lets through.</summary>
    /// <param name="before">Only those older than this one; null from the newest on.</param>
    /// <param name="max">The most to return, from 1 to <see cref="JobLimits.ListMax"/>.</param>
    /// <param name="withResults">Read their results, too.</param>
    public async Task<ResultPage> ListAsync(ResultFilter filter, RequestId? before, int max, bool withResults, CancellationToken cancellationToken)
    {
        JobLimits.CheckList(max);
        if (filter.IsEmpty)
        {
            return new([], null);
        }

        var found = new List<ListedResult>();
        var (looks, reads) = (0, 0);
        var at = filter.Begin(before);
        while (true)
        {
            var asked = filter.IsPlain ? max : ChunkMax;
            var chunk = await jobs.ListAsync(filter.StateToAsk, at, asked, cancellationToken);
            foreach (var some in chunk.Chunk(ReadsAtOnce))
            {
                var listed = await ReadAsync([.. some.Where(filter.Admits)], withResults || filter.NeedsResults, cancellationToken);
                var byId = listed.ToDictionary(one => one.Job.Id);
                foreach (var job in some)
                {
                    if (filter.IsBehind(job.Id))
                    {
                        return new(found, null); // all others are older
                    }

                    at = job.Id;
                    if (byId.TryGetValue(job.Id, out var one) && filter.Admits(one))
                    {
                        found.Add(one);
                    }

                    if (found.Count == max)
                    {
                        return new(found, at);
                    }
                }

                looks += some.Length;
                reads += filter.NeedsResults ? listed.Count : 0;
                if (looks >= LooksMax || reads >= ReadsMax)
                {
                    return new(found, at);
                }
            }

            if (chunk.Count < asked)
            {
                return new(found, null);
            }
        }
    }

    private async Task<IReadOnlyList<ListedResult>> ReadAsync(IReadOnlyList<JobRecord> some, bool withResults, CancellationToken cancellationToken) =>
        withResults
            ? await Task.WhenAll(some.Select(async job => new ListedResult(job, await settlement.FindAsync(job.Id, cancellationToken))))
            : [.. some.Select(job => new ListedResult(job, null))];
}
