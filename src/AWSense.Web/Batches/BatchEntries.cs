using System.Runtime.CompilerServices;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Web.Batches;

/// <summary>The entries of batches, as the job store has them, in blocks by their number.</summary>
internal sealed class BatchEntries(IJobStore jobs)
{
    /// <summary>Entries of a block. More would keep a store that does one thing after the other from its other work.</summary>
    public const int BlockEntries = 250;

    /// <summary>The highest number of an entry; 0 when there is none.</summary>
    public async Task<int> LastAsync(RequestId batch, CancellationToken cancellationToken)
    {
        var newest = await jobs.ListAsync(null, batch.Entry(RequestId.EntriesMax), 1, cancellationToken);
        return newest is [var job] && job.Id.Entry(0) == batch ? job.Id.EntryNumber : 0;
    }

    /// <summary>The entries of a block, by their number.</summary>
    /// <param name="block">From 0; it begins with entry <c>block × BlockEntries + 1</c>.</param>
    public async Task<IReadOnlyList<JobRecord>> BlockAsync(RequestId batch, int block, CancellationToken cancellationToken)
    {
        var first = (block * BlockEntries) + 1;
        var listed = await jobs.ListAsync(null, batch.Entry(Math.Min(first + BlockEntries, RequestId.EntriesMax)), BlockEntries, cancellationToken);
        return [.. listed.TakeWhile(job => job.Id.Entry(0) == batch && job.Id.EntryNumber >= first).Reverse()];
    }

    /// <summary>All entries from a number on.</summary>
    public async IAsyncEnumerable<JobRecord> ReadAsync(RequestId batch, int from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = await LastAsync(batch, cancellationToken);
        for (var block = (from - 1) / BlockEntries; block * BlockEntries < last; block++)
        {
            foreach (var job in await BlockAsync(batch, block, cancellationToken))
            {
                if (job.Id.EntryNumber >= from)
                {
                    yield return job;
                }
            }
        }
    }
}
