using System.Runtime.CompilerServices;
using System.Text.Json;
using AWSense.Core.Requests;
using AWSense.Web.Events;
using AWSense.Web.OpenApi;
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
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    private static async Task HandleAsync(HttpContext context, [FromServices] JobView view, [FromServices] JobEvents events, [FromServices] EventStreams streams, string id)
    {
        var job = await view.GetAsync(id, context.RequestAborted); // a problem is told before the stream begins
        await streams.WriteAsync(context, events.FollowAsync(view, job, EventStreams.LastSeen(context) ?? 0, context.RequestAborted));
    }
}

/// <summary>Follows the states of jobs.</summary>
internal sealed class JobEvents(ReplyRouter router, EventStreams streams, IOptions<WebOptions> options, TimeProvider time)
{
    /// <summary>The events of a job after one that was seen, as they go over the wire.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(
        JobView view, JobBody job, long seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var waiter = router.Register(job.Id);
        await foreach (var frame in streams.FollowAsync(job, seen, EventOf, NextAsync, cancellationToken))
        {
            yield return frame;
        }

        async Task<JobBody> NextAsync(CancellationToken token)
        {
            // Woken by the reply; states in between are looked for at a modest pace.
            await Task.WhenAny(waiter.Reply, Task.Delay(options.Value.EventPace, time, token));
            token.ThrowIfCancellationRequested();
            return await view.GetAsync(job.Id.ToString(), token);
        }
    }

    private static StateEvent EventOf(JobBody job) => new(
        NumberOf(job.Status), job.Status.IsFinal(), job.Status.ToWireName(), () => JsonSerializer.Serialize(job, WebJson.Default.JobBody));

    private static int NumberOf(RequestState state) => state switch
    {
        RequestState.Queued => 1,
        RequestState.Running => 2,
        _ => 3,
    };
}
