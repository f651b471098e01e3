using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Results;
using AWSense.Web.Accepting;
using AWSense.Web.Metrics;
using Microsoft.Extensions.Logging;

namespace AWSense.Web.Reuse;

/// <summary>Answers that need no worker: looks for them, and ends requests with them. Each such request has its own picture, record and result, as any other.</summary>
internal sealed partial class ReadyAnswers(
    AnswerCache cache, AcceptancePorts ports, Settlement settlement, ModelCatalog models, WebMetrics metrics, TimeProvider time, ILogger<ReadyAnswers> logger)
{
    /// <summary>Looks for an answer. It never fails: without one the picture is classified.</summary>
    public async Task<KnownAnswer?> FindAsync(string sha256, ClassificationSpec spec)
    {
        if (OriginWithout(spec) != AnswerOrigin.Worker || models.Find(spec.Model.Name) is not { } model || model.Id != spec.Model)
        {
            return null;
        }

        var known = await LookAsync(sha256, spec, model.Fingerprint);
        metrics.CountLookup(known is null ? AnswerOrigin.Worker : AnswerOrigin.Archive);
        return known;
    }

    /// <summary>Where the answer of a request comes from for which none is known.</summary>
    public AnswerOrigin OriginWithout(ClassificationSpec spec) =>
        !cache.IsEnabled ? AnswerOrigin.Uncached : spec.Fresh ? AnswerOrigin.WorkerByWish : AnswerOrigin.Worker;

    /// <summary>Ends a request with what is known of its picture: under an id of our own, without waiting for the disk.</summary>
    /// <remarks>Record and end are one, and come behind the result, so a process that dies leaves either all or nothing that counts.</remarks>
    /// <returns>The result that stands.</returns>
    /// <exception cref="Problems.ProblemException">Something else was accepted under that id.</exception>
    public async Task<ClassificationResult> EndAsync(JobRecord job, ClassificationSpec spec, KnownAnswer known, double acceptMs)
    {
        var standing = await settlement.ArchiveAsync(OutcomeOf(job, spec, known, acceptMs), CancellationToken.None);
        var ended = job with { State = standing.State, FinishedAt = standing.FinishedAt, ErrorCode = standing.Error?.Code };
        if (await ports.Jobs.AcceptAsync(ended, CancellationToken.None) is { } before)
        {
            Acceptance.RefuseOther(before, job.Sha256, job.Model);
            await settlement.RecordAsync(standing, CancellationToken.None);
        }

        await ports.Named.PlaceResultAsync(job, standing);
        return standing;
    }

    /// <summary>Ends a request that is recorded already, so that its end survives a power cut.</summary>
    /// <remarks>For ids that may be a client's, who may ask another model under one at the same time: the record decides before there is a result.</remarks>
    /// <returns>The result that stands.</returns>
    public async Task<ClassificationResult> EndRecordedAsync(JobRecord job, ClassificationSpec spec, KnownAnswer known, double acceptMs)
    {
        var standing = await settlement.SettleAsync(OutcomeOf(job, spec, known, acceptMs), CancellationToken.None);
        await ports.Named.PlaceResultAsync(job, standing);
        await Task.WhenAll(
            ports.Archive.EnsureDurableAsync(ObjectKey.Result(job.Id), CancellationToken.None), ports.Queue.EnsureDurableAsync(CancellationToken.None));
        return standing;
    }

    private ClassificationResult OutcomeOf(JobRecord job, ClassificationSpec spec, KnownAnswer known, double acceptMs) =>
        known.ResultOf(job, spec.TopK, spec.MinConfidence, new() { Accept = acceptMs }, time.GetUtcNow());

    private async Task<KnownAnswer?> LookAsync(string sha256, ClassificationSpec spec, string fingerprint)
    {
        try
        {
            return await cache.FindAsync(sha256, spec.Model, fingerprint, spec.TopK, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Cache boundary: what can't be looked up is classified.
            LogNotLookedUp(exception);
            return null;
        }
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "The cache of answers could not be read; the picture is classified.")]
    private partial void LogNotLookedUp(Exception exception);
}
