using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AWSense.Core.Requests;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using AWSense.Web.Replies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Jobs;

/// <summary><c>GET /v1/jobs/{id}/events</c>: the states of a job as server-sent events.</summary>
/// <remarks>Events are numbered 1 for queued, 2 for running, 3 for the end, so <c>Last-Event-ID</c> needs no memory. The stream ends with the job.</remarks>
internal static class JobEventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/jobs/{id}/events", HandleAsync)
        .WithName("jobEvents")
        .WithTags("Jobs")
        .WithSummary("The states of a job as server-sent events")
        .WithDescription("Events are named after the state and carry the job. They are numbered 1 (queued), 2 (running) and 3 (ended); the stream ends with the last.")
        .WithProblems(401, 404, 410, 500, 503)
        .WithHeaderParameter("Last-Event-ID", "Number of the last event that was seen")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task<IResult> HandleAsync(HttpContext context, [FromServices] JobView view, [FromServices] EventStreams streams, string id)
    {
        var job = await view.GetAsync(id, context.RequestAborted); // a problem is told before the stream begins
        streams.Enter(context);
        var seen = int.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        return TypedResults.ServerSentEvents(streams.FollowAsync(view, job, seen, context.RequestAborted));
    }
}

/// <summary>The open event streams.</summary>
internal sealed class EventStreams(ReplyRouter router, IOptions<WebOptions> options, TimeProvider time)
{
    private int open;

    /// <summary>Counts a stream until its response has ended.</summary>
    /// <exception cref="ProblemException">There are too many.</exception>
    public void Enter(HttpContext context)
    {
        if (Interlocked.Increment(ref open) > options.Value.EventStreamsMax)
        {
            Interlocked.Decrement(ref open);
            throw new ProblemException(ProblemKinds.TooBusy, "Too many event streams are open.");
        }

        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref open);
            return Task.CompletedTask;
        });
    }

    /// <summary>The events of a job from one that was seen on.</summary>
    public async IAsyncEnumerable<SseItem<JobBody>> FollowAsync(
        JobView view, JobBody job, int seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var waiter = router.Register(job.Id);
        while (true)
        {
            if (NumberOf(job.Status) > seen)
            {
                seen = NumberOf(job.Status);
                yield return new(job, job.Status.ToWireName()) { EventId = seen.ToString(CultureInfo.InvariantCulture) };
            }

            if (job.Status.IsFinal())
            {
                yield break;
            }

            // Woken by the reply; states in between are looked for at a modest pace.
            await Task.WhenAny(waiter.Reply, Task.Delay(options.Value.EventPace, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            job = await view.GetAsync(job.Id.ToString(), cancellationToken);
        }
    }

    private static int NumberOf(RequestState state) => state switch
    {
        RequestState.Queued => 1,
        RequestState.Running => 2,
        _ => 3,
    };
}
