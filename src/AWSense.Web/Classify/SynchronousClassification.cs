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
        // Before the message is sent, or the reply might come to nobody.
        using var waiter = router.Register(id);
        var acceptMs = await acceptance.AcceptAsync(id, upload, spec, Durability.Process, began);
        upload.Dispose(); // The archive has it; many clients may wait for long.
        if (await WaitAsync(waiter, wait, context.RequestAborted) is not { } reply)
        {
            await acceptance.MakeDurableAsync(id);
            return null;
        }

        await chaos.Value.DelayAsync("reply", time, context.RequestAborted);
        var timings = ServerTiming.Complete(reply, acceptMs, time.GetUtcNow(), time.GetElapsedTime(began));
        metrics.CountAnswer(reply.Result, timings);
        ServerTiming.Write(context.Response, timings);
        return reply.Result is { State: RequestState.Succeeded } result
            ? ClassificationAnswer.Of(result, timings)
            : throw Failure(reply.Result);
    }

    private static ProblemException Failure(ClassificationResult result) => new(
        ProblemKinds.OfError(result.Error?.Code ?? ""), result.Error?.Detail ?? "The request has failed.", result.Id);

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
