using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Chaos;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Accepting;
using AWSense.Web.Metrics;
using AWSense.Web.Problems;
using AWSense.Web.Replies;
using AWSense.Web.Reuse;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Classify;

/// <summary>The parts that a waiting client's answer comes from.</summary>
internal sealed record AnswerSources(Acceptance Acceptance, ReplyRouter Router, Flights Flights, Settlement Settlement);

/// <summary>Takes a picture in and waits for its answer.</summary>
internal sealed class SynchronousClassification(
    AnswerSources sources, WebMetrics metrics, IOptions<WebOptions> options, IOptions<ChaosOptions> chaos, TimeProvider time)
{
    /// <summary>Classifies a picture.</summary>
    /// <returns>The outcome; null when it wasn't there in time.</returns>
    /// <exception cref="ProblemException">The picture can't be taken in, or has failed.</exception>
    public async Task<ClassificationAnswer?> ClassifyAsync(HttpContext context, WaitingRequest request, Upload upload)
    {
        // Before the message is sent, or the reply might come to nobody.
        using var waiter = sources.Router.Register(request.Id);
        var since = time.GetTimestamp();
        using var seat = sources.Flights.Board(request.Id, upload.Sha256, request.Spec);
        var accepted = seat is { Follows: true }
            ? await ShareAsync(seat, request, upload, context.RequestAborted)
            : await sources.Acceptance.AcceptAsync(request.Id, upload, request.Spec, Durability.Process, request.Began);
        seat?.TakeOff();
        upload.Dispose(); // The archive has it; many clients may wait for long.
        if (accepted.Answer is { } known)
        {
            sources.Router.Tell(new(known, 0, time.GetUtcNow()));
        }

        if (await WaitAsync(waiter, request, since, context.RequestAborted) is not { } reply)
        {
            await sources.Acceptance.MakeDurableAsync(request.Id);
            return null;
        }

        await chaos.Value.DelayAsync("reply", time, context.RequestAborted);
        CacheControl.Tell(context.Response, accepted.Origin);
        var timings = ServerTiming.Complete(reply, accepted.AcceptMs, time.GetUtcNow(), time.GetElapsedTime(request.Began));
        metrics.CountAnswer(reply.Result, timings);
        ServerTiming.Write(context.Response, timings);
        return AnswerOf(reply.Result, timings);
    }

    /// <summary>The answer of a request that has ended before; null when it hasn't.</summary>
    /// <exception cref="ProblemException">It has failed.</exception>
    public async Task<ClassificationAnswer?> FindAsync(RequestId id) =>
        await sources.Settlement.FindAsync(id, CancellationToken.None) is { } result ? AnswerOf(result, result.Timings) : null;

    /// <summary>Waits for the labels of another client's same picture; without them the request is sent as any other.</summary>
    private async Task<Accepted> ShareAsync(Seat seat, WaitingRequest request, Upload upload, CancellationToken aborted)
    {
        var job = await sources.Acceptance.TakeAsync(request.Id, upload, request.Spec, Durability.Process);
        var acceptMs = Math.Round(time.GetElapsedTime(request.Began).TotalMilliseconds, 3);
        upload.Dispose();
        if (await seat.LandAsync(request.Wait, time, aborted) is not { } leading || KnownAnswer.ForTheSame(leading, request.Spec.TopK) is not { } known)
        {
            return await sources.Acceptance.SendAsync(job, request.Spec, Durability.Process, request.Began);
        }

        metrics.CountLookup(AnswerOrigin.Flight);
        return await sources.Acceptance.EndAsync(job, request.Spec, known, new(acceptMs, AnswerOrigin.Flight), Durability.Process);
    }

    private static ClassificationAnswer AnswerOf(ClassificationResult result, StageTimings timings) => result.State == RequestState.Succeeded
        ? ClassificationAnswer.Of(result, timings)
        : throw new ProblemException(ProblemKinds.OfError(result.Error?.Code ?? ""), result.Error?.Detail ?? "The request has failed.", result.Id);

    private async Task<ClassificationReply?> WaitAsync(Waiter waiter, WaitingRequest request, long since, CancellationToken aborted)
    {
        while (true)
        {
            var left = request.Wait - time.GetElapsedTime(since);
            var look = request.IsKnown && left > options.Value.EventPace;
            try
            {
                return await waiter.Reply.WaitAsync(look ? options.Value.EventPace : left > TimeSpan.Zero ? left : TimeSpan.Zero, time, aborted);
            }
            catch (TimeoutException) when (!look)
            {
                return null;
            }
            catch (TimeoutException)
            {
                // A reply to a request that was sent before goes where it was sent from, which may be gone. The archive is the same for all.
                if (await sources.Settlement.FindAsync(request.Id, aborted) is { } result)
                {
                    return new(result, 0, time.GetUtcNow());
                }
            }
        }
    }
}
