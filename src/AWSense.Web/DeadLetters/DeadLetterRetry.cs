using System.Runtime.InteropServices;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Jobs;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.Extensions.Options;

namespace AWSense.Web.DeadLetters;

/// <summary>Sends the archived picture of a dead letter as a new request.</summary>
/// <remarks>
/// A result is written once per id, so a retry has an id of its own. It is chosen with the letter's mark, before anything is sent: whoever asks
/// again, at the same time or after a crash, goes on with the same request, and a letter is listed until that has its message.
/// </remarks>
internal sealed class DeadLetterRetry(
    DeadLetterMarks marks, AcceptancePorts ports, JobView view, Acceptance acceptance, DeadLetterUploads uploads, TimeProvider time)
{
    /// <summary>Retries a dead letter, or finds that it was retried.</summary>
    /// <param name="job">The dead letter.</param>
    /// <returns>The id of the new request.</returns>
    /// <exception cref="ProblemException">It was discarded, its picture is gone, or its model is no longer installed.</exception>
    public async Task<RequestId> RetryAsync(JobRecord job)
    {
        acceptance.RefuseWhenDraining();
        var mark = await marks.FindAsync(job.Id, CancellationToken.None);
        if (mark is null)
        {
            // Nothing is promised that can't be kept: the picture and the model are there.
            using var picture = await ReadAsync(job);
            uploads.SpecOf(job);
            mark = await marks.MakeAsync(job.Id, new(DeadLetterAction.Retried, time.GetUtcNow(), RequestId.New(time), Done: false));
        }

        var retryId = mark.RetryId ?? throw new ProblemException(ProblemKinds.Conflict, "The dead letter was discarded.", job.Id);
        if (!mark.Done)
        {
            await SendAsync(job, retryId);
            await marks.EndAsync(job.Id, mark);
        }

        return retryId;
    }

    private async Task SendAsync(JobRecord job, RequestId retryId)
    {
        if (await ports.Jobs.FindAsync(retryId, CancellationToken.None) is { } known && await view.HasEndedAsync(known))
        {
            return;
        }

        using var picture = await ReadAsync(job);
        using var upload = await uploads.OfAsync(picture, job.FileName);
        await acceptance.AcceptAsync(retryId, upload, uploads.SpecOf(job), Durability.PowerLoss, time.GetTimestamp());
    }

    private async Task<ObjectContent> ReadAsync(JobRecord job) =>
        await ports.Archive.GetAsync(ObjectKey.Input(job.Id), CancellationToken.None)
            ?? throw new ProblemException(ProblemKinds.Gone, "The picture is no longer kept.", job.Id);
}

/// <summary>Archived pictures as if they were uploaded again.</summary>
internal sealed class DeadLetterUploads(UploadBudget budget, ModelCatalog models, IOptions<LimitOptions> limits)
{
    /// <summary>The picture as an upload.</summary>
    public async Task<Upload> OfAsync(ObjectContent picture, string? fileName)
    {
        // What was accepted once is small enough, whatever the limit is now.
        var buffer = new UploadBuffer(budget, Math.Max(picture.Memory.Length, limits.Value.UploadBytesMax));
        try
        {
            var bytes = MemoryMarshal.TryGetArray(picture.Memory, out var array) ? array : new(picture.Memory.ToArray());
            await buffer.ReadAsync(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), bytes.Count, CancellationToken.None);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        return Upload.Of(buffer, field: null, fileName);
    }

    /// <summary>What is asked of the retry: the letter's model in the version that is installed now, and the usual number of labels.</summary>
    /// <exception cref="ProblemException">The model is no longer installed.</exception>
    public ClassificationSpec SpecOf(JobRecord job) => models.Find(job.Model.Name) is { } model
        ? new(model.Id, RequestLimits.TopKDefault, 0)
        : throw new ProblemException(ProblemKinds.ModelNotFound, $"The model {job.Model.Name} is no longer installed.", job.Id);
}
