using AWSense.Core;
using AWSense.Core.Chaos;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Accepting;
using AWSense.Web.Metrics;
using AWSense.Web.Problems;
using AWSense.Web.Replies;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Classify;

/// <summary>Takes a picture in and waits for its answer.</summary>
internal sealed class SynchronousClassification(
    Acceptance acceptance, ReplyRouter router, WebMetrics metrics, IOptions<ChaosOptions> chaos, TimeProvider time)
{
    /// <summary>Classifies a picture.</summary>
    /// <param name="wait">The longest wait; after it the request is made durable and goes on without its client.</param>
    /// <param name="began">Timestamp of the HTTP request's begin.</param>
    /// <returns>The outcome; null when it wasn't there in time.</returns>
    /// <exception cref="ProblemException">The picture can't be taken in, or has failed.</exception>
    public async Task<ClassificationAnswer?> ClassifyAsync(
        HttpContext context, RequestId id, Upload upload, ClassificationSpec spec, TimeSpan wait, long began)
    {
        if (await AskAsync(id, upload, spec, wait, began, context.RequestAborted) is not { } outcome)
        {
            return null;
        }

        ServerTiming.Write(context.Response, outcome.Timings);
        return outcome.Answer();
    }

    /// <summary>Does the same without saying anything in a response, so that one may wait for many pictures.</summary>
    /// <returns>The outcome, good or bad; null when it wasn't there in time.</returns>
    /// <exception cref="ProblemException">The picture can't be taken in.</exception>
    public async Task<ClassificationOutcome?> AskAsync(
        RequestId id, Upload upload, ClassificationSpec spec, TimeSpan wait, long began, CancellationToken aborted)
    {
        // Before the message is sent, or the reply might come to nobody.
        using var waiter = router.Register(id);
        var acceptMs = await acceptance.AcceptAsync(id, upload, spec, Durability.Process, began);
        upload.Dispose(); // The archive has it; many clients may wait for long.
        if (await WaitAsync(waiter, wait, aborted) is not { } reply)
        {
            await acceptance.MakeDurableAsync(id);
            return null;
        }

        await chaos.Value.DelayAsync("reply", time, aborted);
        var timings = ServerTiming.Complete(reply, acceptMs, time.GetUtcNow(), time.GetElapsedTime(began));
        metrics.CountAnswer(reply.Result, timings);
        return new(reply.Result, timings);
    }

    private async Task<ClassificationReply?> WaitAsync(Waiter waiter, TimeSpan wait, CancellationToken aborted)
    {
        try
        {
            return await waiter.Reply.WaitAsync(wait, time, aborted);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

/// <summary>What a request ended with, and where the time went.</summary>
internal sealed record ClassificationOutcome(ClassificationResult Result, StageTimings Timings)
{
    /// <summary>The answer that it is.</summary>
    /// <exception cref="ProblemException">The request has failed.</exception>
    public ClassificationAnswer Answer() => Result.State == RequestState.Succeeded
        ? ClassificationAnswer.Of(Result, Timings)
        : throw new ProblemException(ProblemKinds.OfError(Result.Error?.Code ?? ""), Result.Error?.Detail ?? "The request has failed.", Result.Id);
}
