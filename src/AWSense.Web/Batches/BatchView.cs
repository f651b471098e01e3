using AWSense.Core.Requests;
using AWSense.Web.Jobs;
using AWSense.Web.Problems;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary>Reads batches as clients see them.</summary>
internal sealed class BatchView(BatchStore store, BatchProgress progress, JobFinder jobs, IOptions<BatchOptions> options, TimeProvider time)
{
    /// <summary>The batch of that id.</summary>
    /// <exception cref="ProblemException">There is none, or it is no longer kept.</exception>
    public async Task<BatchBody> GetAsync(string id, CancellationToken cancellationToken)
    {
        var batch = await FindAsync(id, cancellationToken);
        var upload = await UploadAsync(batch, cancellationToken); // before the entries, or one that is taken in meanwhile would be missed
        var count = await progress.ReadAsync(batch.Id, upload.Entries, cancellationToken);
        var status = upload.State == UploadState.Receiving ? BatchStatus.Receiving
            : count.Open > 0 ? BatchStatus.Running
            : await store.IsCancelledAsync(batch.Id, cancellationToken) ? BatchStatus.Cancelled
            : BatchStatus.Finished;
        var eta = BatchEta.Of(count, time.GetUtcNow());
        var url = $"/v1/batches/{batch.Id}";
        return new(
            batch.Id,
            status,
            batch.CreatedAt,
            batch.Model,
            upload with { Entries = Math.Max(upload.Entries, count.Total) },
            BatchCountsBody.Of(count),
            eta?.Seconds,
            eta?.ErrorSeconds,
            url,
            $"{url}/results.ndjson",
            $"{url}/results.csv",
            $"{url}/events",
            status is BatchStatus.Finished or BatchStatus.Cancelled ? null : url);
    }

    /// <summary>The record of that id.</summary>
    /// <exception cref="ProblemException">There is none, or it is no longer kept.</exception>
    public async Task<BatchRecord> FindAsync(string id, CancellationToken cancellationToken)
    {
        var known = RequestId.TryParse(id, out var parsed) && parsed.IsBatch ? parsed : throw new ProblemException(ProblemKinds.NotFound, "That is no batch's id.");
        return await store.FindAsync(known, cancellationToken) ?? throw jobs.Missing(known);
    }

    private async Task<UploadBody> UploadAsync(BatchRecord batch, CancellationToken cancellationToken)
    {
        if (batch.Upload is { } ended)
        {
            return new(ended.IsComplete ? UploadState.Complete : UploadState.Incomplete, ended.Entries, ended.Code is { } code ? new(code, ended.Detail ?? "") : null);
        }

        var mark = await store.FindMarkAsync(batch.Id, cancellationToken);
        return mark is not null && time.GetUtcNow() - mark.At < options.Value.SilenceMax
            ? new(UploadState.Receiving, mark.Sent, null)
            : new(UploadState.Incomplete, mark?.Sent ?? 0, new(ProblemKinds.UploadCut.Code, "The service ended while it was read."));
    }
}
