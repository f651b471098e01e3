using AWSense.Core.Requests;
using AWSense.Web.Jobs;

namespace AWSense.Web.Batches;

/// <summary>Cancels batches.</summary>
internal sealed class BatchCancelling(BatchStore store, BatchEntries entries, BatchUploads uploads, JobCancelling jobs)
{
    private const int SideBySide = 8;

    /// <summary>Cancels what has not ended. It isn't cancelled itself when the client goes away; calling it again finishes what a crash cut off.</summary>
    public async Task CancelAsync(RequestId id)
    {
        await store.CancelAsync(id);
        uploads.Stop(id);
        await CancelEntriesAsync(id);
    }

    /// <summary>Cancels the entries that have not ended.</summary>
    public Task CancelEntriesAsync(RequestId id) => Parallel.ForEachAsync(
        entries.ReadAsync(id, 1, CancellationToken.None).Where(job => !job.State.IsFinal()),
        new ParallelOptions { MaxDegreeOfParallelism = SideBySide },
        async (job, _) => await jobs.CancelAsync(job));
}
