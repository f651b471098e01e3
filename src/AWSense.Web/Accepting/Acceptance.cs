using System.Diagnostics;
using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Chaos;
using AWSense.Core.Images;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Problems;
using AWSense.Web.Replies;
using AWSense.Web.Reuse;
using AWSense.Web.Uploads;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Accepting;

/// <summary>The ports that accepting needs.</summary>
internal sealed record AcceptancePorts(IObjectStore Archive, IJobStore Jobs, IRequestQueue Queue, IRequestBeginning Beginning, NamedPictures Named);

/// <summary>A request that was taken in.</summary>
/// <param name="AcceptMs">Milliseconds from the begin of the HTTP request up to sending the message, or knowing the answer.</param>
/// <param name="Origin">Where the answer comes from.</param>
/// <param name="Answer">The result, when it needed no worker.</param>
internal sealed record Accepted(double AcceptMs, AnswerOrigin Origin, ClassificationResult? Answer = null);

/// <summary>Takes a picture in: stores it, records its job, sends its message, in this order, so that a message never names a picture that isn't there.</summary>
internal sealed class Acceptance(
    AcceptancePorts ports,
    ReplyRouter router,
    ReadyAnswers ready,
    IHostApplicationLifetime lifetime,
    IOptions<LimitOptions> limits,
    IOptions<ChaosOptions> chaos,
    TimeProvider time)
{
    /// <summary>Takes a picture in. It isn't cancelled when the client goes away: its picture is finished all the same.</summary>
    /// <param name="began">Timestamp of the HTTP request's begin.</param>
    /// <param name="durability">A promise to answer later must survive a power cut.</param>
    /// <exception cref="ProblemException">The service is about to end, or another picture was accepted under that id.</exception>
    public async Task<Accepted> AcceptAsync(RequestId id, Upload upload, ClassificationSpec spec, Durability durability, long began)
    {
        var looking = ready.FindAsync(upload.Sha256, spec); // while the picture is stored
        var job = await TakeAsync(id, upload, spec, durability);
        return await looking is { } known
            ? await EndAsync(job, spec, known, new(Milliseconds(began), AnswerOrigin.Archive), durability)
            : await SendAsync(job, spec, durability, began);
    }

    /// <summary>The first step: stores the picture. Nothing is promised before the second one, to <see cref="SendAsync"/> or to <see cref="EndAsync"/> it.</summary>
    /// <exception cref="ProblemException">The service is about to end, or another picture was stored under that id.</exception>
    public async Task<JobRecord> TakeAsync(RequestId id, Upload upload, ClassificationSpec spec, Durability durability)
    {
        RefuseWhenDraining();
        await chaos.Value.DelayAsync("accept", time, CancellationToken.None);
        var job = new JobRecord(
            id, time.GetUtcNow(), Lane.Interactive, spec.Model, upload.FileName, upload.Sha256, upload.Bytes.Length, upload.Format.ToWireName());
        await StoreAsync(id, upload, durability);
        return job;
    }

    /// <summary>Ends a request whose picture is stored, with what is known of the picture.</summary>
    /// <exception cref="ProblemException">Another picture was accepted under that id.</exception>
    public async Task<Accepted> EndAsync(JobRecord job, ClassificationSpec spec, KnownAnswer known, Accepted accepted, Durability durability)
    {
        if (durability == Durability.Process)
        {
            return accepted with { Answer = await ready.EndAsync(job, spec, known, accepted.AcceptMs) };
        }

        if (await ports.Jobs.AcceptAsync(job, CancellationToken.None) is { } before)
        {
            RefuseOther(before, job.Sha256, job.Model);
        }

        return accepted with { Answer = await ready.EndRecordedAsync(job, spec, known, accepted.AcceptMs) };
    }

    /// <summary>Records a request whose picture is stored, and sends its message.</summary>
    /// <exception cref="ProblemException">Another picture was accepted under that id.</exception>
    public async Task<Accepted> SendAsync(JobRecord job, ClassificationSpec spec, Durability durability, long began)
    {
        // The id of a request that is answered at once is our own, so nothing can be known of it.
        // Where workers need the record for the picture's name it is there before the message.
        var isNew = durability == Durability.Process && !ports.Named.IsOn;
        if (!isNew && await ports.Jobs.AcceptAsync(job, CancellationToken.None) is { } known)
        {
            RefuseOther(known, job.Sha256, job.Model);
        }

        var acceptMs = Milliseconds(began);
        var request = new ClassificationRequest(
            job.Id,
            job.Sha256,
            job.Bytes,
            spec.Model,
            spec.TopK,
            spec.MinConfidence,
            router.Address,
            job.AcceptedAt - TimeSpan.FromMilliseconds(acceptMs),
            job.AcceptedAt + limits.Value.Deadline,
            Activity.Current?.Id,
            acceptMs);
        await (isNew ? ports.Beginning.BeginAsync(job, request) : ports.Queue.SendAsync(request, Lane.Interactive, durability, CancellationToken.None));
        return new(acceptMs, ready.OriginWithout(spec));
    }

    /// <summary>Makes an accepted request survive a power cut, before its client is told to ask again later.</summary>
    public Task MakeDurableAsync(RequestId id) => Task.WhenAll(
        ports.Archive.EnsureDurableAsync(ObjectKey.Input(id), CancellationToken.None), ports.Queue.EnsureDurableAsync(CancellationToken.None));

    /// <summary>Refuses to take a request for one that is known when it asks for something else.</summary>
    /// <exception cref="ProblemException">The picture or the model is another.</exception>
    public static void RefuseOther(JobRecord known, string sha256, ModelVersion model)
    {
        if (known.Sha256 != sha256 || known.Model != model)
        {
            throw new ProblemException(ProblemKinds.Conflict, "Another picture or model was accepted under that id.", known.Id);
        }
    }

    /// <summary>Stores a picture, never in place of one: of two under one id, the second must not end up under the first one's record.</summary>
    /// <exception cref="ProblemException">Another picture was stored under that id.</exception>
    public async Task StoreAsync(RequestId id, Upload upload, Durability durability)
    {
        await StoreInputAsync(id, upload, durability);
        await ports.Named.PlaceInputAsync(upload);
    }

    /// <exception cref="ProblemException">The service is about to end.</exception>
    public void RefuseWhenDraining()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new ProblemException(ProblemKinds.Draining, "The service is about to end and takes nothing new.");
        }
    }

    private async Task StoreInputAsync(RequestId id, Upload upload, Durability durability)
    {
        var key = ObjectKey.Input(id);
        if (await ports.Archive.TryCreateAsync(key, upload.Bytes, durability, CancellationToken.None))
        {
            return;
        }

        using var stored = await ports.Archive.GetAsync(key, CancellationToken.None);
        if (stored is null || !stored.Memory.Span.SequenceEqual(upload.Bytes.Span))
        {
            throw new ProblemException(ProblemKinds.Conflict, "Another picture was stored under that id.", id);
        }

        if (durability == Durability.PowerLoss)
        {
            await ports.Archive.EnsureDurableAsync(key, CancellationToken.None);
        }
    }

    private double Milliseconds(long began) => Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3);
}
