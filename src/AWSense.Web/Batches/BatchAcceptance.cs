using System.Diagnostics;
using System.Security.Cryptography;
using AWSense.Core;
using AWSense.Core.Images;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Accepting;
using AWSense.Web.Metrics;
using AWSense.Web.Reuse;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary>Takes the entries of batches in, each as a request of the bulk lane. Safe to repeat: an entry that is known is left as it is.</summary>
internal sealed class BatchAcceptance(
    AcceptancePorts ports,
    Acceptance acceptance,
    Settlement settlement,
    ReadyAnswers ready,
    WebMetrics metrics,
    IOptions<LimitOptions> limits,
    IOptions<BatchOptions> options,
    TimeProvider time)
{
    private const string UnknownFormat = "unknown";

    private static readonly string Sha256OfNothing = Convert.ToHexStringLower(SHA256.HashData([]));
    private static readonly Backoff FullQueue = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    /// <summary>Takes an entry in: picture, record, message, in this order. One that was refused is recorded with its end.</summary>
    /// <param name="sent">Entries up to this number have their message.</param>
    public async Task AcceptAsync(BatchRecord batch, int number, int sent, BatchEntry entry)
    {
        if (entry.Picture is not { } picture)
        {
            await RefuseAsync(batch, number, entry);
            return;
        }

        var id = batch.Id.Entry(number);
        var spec = new ClassificationSpec(batch.Model, batch.TopK, batch.MinConfidence, batch.Fresh);
        var looking = ready.FindAsync(picture.Sha256, spec); // while the picture is stored
        await acceptance.StoreAsync(id, picture, Durability.PowerLoss);
        var job = new JobRecord(
            id, time.GetUtcNow(), Lane.Bulk, batch.Model, entry.Name, picture.Sha256, picture.Bytes.Length, picture.Format.ToWireName());
        if (await ports.Jobs.AcceptAsync(job, CancellationToken.None) is { } known)
        {
            Acceptance.RefuseOther(known, job.Sha256, job.Model);
            if (known.State.IsFinal() || number <= sent)
            {
                return;
            }
        }

        await (await looking is { } answer ? ready.EndRecordedAsync(job, spec, answer, acceptMs: 0) : SendAsync(batch, job));
        metrics.CountBatchEntry(accepted: true);
    }

    /// <summary>A batch's upload is whole.</summary>
    public void Completed(int entries) => metrics.CountBatch(entries);

    /// <summary>Makes the messages that were sent survive a power cut.</summary>
    public Task EnsureDurableAsync() => ports.Queue.EnsureDurableAsync(CancellationToken.None);

    /// <summary>Sends the message of an entry that has its record; waits for a while when the queue is full.</summary>
    /// <exception cref="QueueFullException">It is full for too long.</exception>
    public async Task SendAsync(BatchRecord batch, JobRecord job)
    {
        var request = new ClassificationRequest(
            job.Id,
            job.Sha256,
            job.Bytes,
            job.Model,
            batch.TopK,
            batch.MinConfidence,
            ReplyTo: "",
            job.AcceptedAt,
            job.AcceptedAt + limits.Value.BulkDeadline,
            Activity.Current?.Id);
        var began = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                await ports.Queue.SendAsync(request, Lane.Bulk, Durability.Process, CancellationToken.None);
                return;
            }
            catch (QueueFullException) when (time.GetElapsedTime(began) < options.Value.QueuePatience)
            {
                await Task.Delay(FullQueue.After(failures), time);
            }
        }
    }

    // The outcome first: a record without it would never end, an outcome without its record is nobody's.
    private async Task RefuseAsync(BatchRecord batch, int number, BatchEntry entry)
    {
        var (id, now) = (batch.Id.Entry(number), time.GetUtcNow());
        var outcome = ClassificationResult.Without(id, batch.Model, RequestState.Failed, entry.Error!, now, now);
        await settlement.ArchiveAsync(outcome, CancellationToken.None);
        var job = new JobRecord(
            id, now, Lane.Bulk, batch.Model, entry.Name, Sha256OfNothing, 0, UnknownFormat, RequestState.Failed, 0, now, entry.Error!.Code);
        if (await ports.Jobs.AcceptAsync(job, CancellationToken.None) is { } known)
        {
            Acceptance.RefuseOther(known, job.Sha256, job.Model);
            return;
        }

        metrics.CountBatchEntry(accepted: false);
    }
}
