using System.Collections.Concurrent;
using System.Security.Cryptography;
using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Problems;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary>The uploads that are open in this process: begins them, tells that they live, and writes down how they ended.</summary>
internal sealed partial class BatchUploads(
    BatchStore store,
    BatchAcceptance acceptance,
    IHostApplicationLifetime lifetime,
    IOptions<LimitOptions> limits,
    IOptions<BatchOptions> options,
    TimeProvider time,
    ILogger<BatchUploads> logger)
{
    private readonly string uploader = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly ConcurrentDictionary<RequestId, CancellationTokenSource> open = new();

    /// <summary>Whether a batch's upload is open here.</summary>
    public bool IsOpen(RequestId id) => open.ContainsKey(id);

    /// <summary>Ends a batch's upload, if it is open here.</summary>
    public void Stop(RequestId id)
    {
        if (open.TryGetValue(id, out var ending))
        {
            ending.Cancel();
        }
    }

    /// <summary>Takes in the files of a batch, or those that an earlier upload of it has not brought.</summary>
    /// <param name="aborted">The client has gone.</param>
    /// <returns>False when the batch is complete, and has other files than these.</returns>
    /// <exception cref="ProblemException">Not all could be taken in; it says how many were.</exception>
    public async Task<bool> ReceiveAsync(RequestId id, ClassificationSpec spec, IBatchSource source, CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        if (!open.TryAdd(id, ending))
        {
            throw BusyElsewhere(id);
        }

        try
        {
            var (batch, sent) = await BeginAsync(id, spec);
            if (batch.Upload is { } complete)
            {
                return await IsSameAsync(complete, source, aborted);
            }

            var upload = new BatchUpload(batch, acceptance, limits.Value.BatchEntriesMax);
            var failure = await RunAsync(upload, batch, sent, source, ending);
            await EndAsync(batch, new(Math.Max(sent, upload.Sent), null, null, upload.Digest.Value), failure, aborted);
            return true;
        }
        finally
        {
            open.TryRemove(id, out _);
        }
    }

    // The first upload's files are known by their digest alone, and only at its end; so the same again is read to its end too.
    private static async Task<bool> IsSameAsync(UploadEnd complete, IBatchSource source, CancellationToken aborted)
    {
        var (read, digest) = (0, BatchDigest.OfNothing);
        while (read <= complete.Entries && await source.NextAsync(aborted) is { } entry)
        {
            using (entry)
            {
                (read, digest) = (read + 1, digest.With(entry));
            }
        }

        return read == 0
            ? throw BatchUpload.Empty()
            : read <= complete.Entries && (complete.Digest is null || complete.Digest == digest.Value);
    }

    /// <returns>The batch, and how many of its entries have their message; with the end of its upload when that is complete already.</returns>
    private async Task<(BatchRecord Batch, int Sent)> BeginAsync(RequestId id, ClassificationSpec spec)
    {
        var known = await store.FindAsync(id, CancellationToken.None);
        if (known is not null && (known.Model != spec.Model || known.TopK != spec.TopK || known.MinConfidence != spec.MinConfidence))
        {
            throw Problem(ProblemKinds.Conflict, "Another model, top_k or min_confidence was asked for under that id.", id);
        }

        if (await store.IsCancelledAsync(id, CancellationToken.None))
        {
            throw Problem(ProblemKinds.Conflict, "The batch was cancelled; send it under another id.", id);
        }

        if (known is { Upload: { IsComplete: true } complete })
        {
            return (known, complete.Entries);
        }

        var before = await store.FindMarkAsync(id, CancellationToken.None);
        var sent = known?.Upload?.Entries ?? before?.Sent ?? 0;
        var mark = new UploadMark(uploader, sent, time.GetUtcNow());
        if (before is null ? !await store.TryMarkAsync(id, mark) : before.Uploader != uploader && mark.At - before.At < options.Value.SilenceMax)
        {
            throw BusyElsewhere(id);
        }

        await store.PutMarkAsync(id, mark, Durability.PowerLoss);
        var batch = (known ?? new(id, mark.At, spec.Model, spec.TopK, spec.MinConfidence)) with { Fresh = spec.Fresh, Upload = null };
        await store.PutAsync(batch);
        return (batch, sent);
    }

    /// <returns>Why it has ended early; null when it is whole.</returns>
    private async Task<Exception?> RunAsync(BatchUpload upload, BatchRecord batch, int sent, IBatchSource source, CancellationTokenSource ending)
    {
        using var ended = new CancellationTokenSource();
        var beating = BeatAsync(upload, batch.Id, sent, ending, ended.Token);
        try
        {
            await upload.ReadAsync(source, sent, ending.Token);
            return null;
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Upload boundary: whatever it is, what was taken in is kept, and the client is told.
            return exception;
        }
        finally
        {
            await ended.CancelAsync();
            await beating;
        }
    }

    private async Task BeatAsync(BatchUpload upload, RequestId id, int sent, CancellationTokenSource ending, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(options.Value.Heartbeat, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await store.PutMarkAsync(id, new(uploader, Math.Max(sent, upload.Sent), time.GetUtcNow()), Durability.Process);
                if (await store.IsCancelledAsync(id, CancellationToken.None))
                {
                    await ending.CancelAsync();
                }
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: the next beat may come through; the upload itself will see what is wrong.
                LogBeatFailed(exception, id.Value);
            }
        }
    }

    /// <summary>Writes down how the upload ended, and tells it when it isn't whole.</summary>
    private async Task EndAsync(BatchRecord batch, UploadEnd whole, Exception? failure, CancellationToken aborted)
    {
        if (failure is null)
        {
            await store.PutAsync(batch with { Upload = whole });
            await store.RemoveMarkAsync(batch.Id);
            acceptance.Completed(whole.Entries);
            return;
        }

        var entries = whole.Entries;
        var (kind, detail) = await DescribeAsync(batch.Id, failure, aborted);
        if (kind == ProblemKinds.Internal)
        {
            LogUploadFailed(failure, batch.Id.Value, entries);
        }

        // Records beyond the last that is known to be sent may lack their message: then the mark stays, and what is missing is sent from it.
        await store.PutMarkAsync(batch.Id, new(uploader, entries, DateTimeOffset.UnixEpoch), Durability.PowerLoss);
        await store.PutAsync(batch with { Upload = new(entries, kind.Code, detail) });
        var kept = $"The {entries:N0} files before that are taken in, see /v1/batches/{batch.Id}; PUT the whole again to that address to add the rest.";
        throw Problem(kind, entries == 0 ? detail : $"{detail} {kept}", batch.Id);
    }

    private async Task<(ProblemKind Kind, string Detail)> DescribeAsync(RequestId id, Exception failure, CancellationToken aborted)
    {
        if (failure is OperationCanceledException or IOException && (aborted.IsCancellationRequested || failure is IOException and not Microsoft.AspNetCore.Http.BadHttpRequestException))
        {
            return (ProblemKinds.UploadCut, "The upload ended before it was whole.");
        }

        if (failure is not OperationCanceledException)
        {
            return FailureProblems.Of(failure);
        }

        return await store.IsCancelledAsync(id, CancellationToken.None)
            ? (ProblemKinds.Cancelled, "The batch was cancelled.")
            : (ProblemKinds.Draining, "The service is about to end.");
    }

    private static ProblemException BusyElsewhere(RequestId id) => Problem(ProblemKinds.TooBusy, "An upload of this batch is open.", id);

    private static ProblemException Problem(ProblemKind kind, string detail, RequestId batch) => new(kind, detail) { BatchId = batch };

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "The upload of batch {BatchId} could not tell that it lives; it tries again.")]
    private partial void LogBeatFailed(Exception exception, Guid batchId);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Error, Message = "The upload of batch {BatchId} failed behind {Entries} files.")]
    private partial void LogUploadFailed(Exception exception, Guid batchId, int entries);
}
