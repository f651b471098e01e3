using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AWSense.Core.Requests;
using AWSense.Web.Events;
using AWSense.Web.OpenApi;
using AWSense.Web.Replies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
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
        var seen = int.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        await streams.WriteAsync(context, events.FollowAsync(view, job, seen, context.RequestAborted));
    }
}

/// <summary>Follows the states of jobs.</summary>
internal sealed class JobEvents(ReplyRouter router, IHostApplicationLifetime lifetime, IOptions<WebOptions> options, TimeProvider time)
{
    /// <summary>The events of a job after one that was seen, as they go over the wire, and a comment now and then that keeps proxies from closing the stream.</summary>
    /// <remarks>When the service ends, so does the stream; the client comes back with the number it has seen.</remarks>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(
        JobView view, JobBody job, int seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var waiter = router.Register(job.Id);
        var wroteAt = time.GetTimestamp();
        while (true)
        {
            if (NumberOf(job.Status) > seen)
            {
                seen = NumberOf(job.Status);
                wroteAt = time.GetTimestamp();
                yield return FrameOf(job, seen);
            }
            else if (time.GetElapsedTime(wroteAt) >= options.Value.EventHeartbeat)
            {
                wroteAt = time.GetTimestamp();
                yield return EventStreams.Heartbeat;
            }

            if (job.Status.IsFinal() || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                yield break;
            }

            // Woken by the reply; states in between are looked for at a modest pace.
            await Task.WhenAny(waiter.Reply, Task.Delay(options.Value.EventPace, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            job = await view.GetAsync(job.Id.ToString(), cancellationToken);
        }
    }

    private static byte[] FrameOf(JobBody job, int number) =>
        Encoding.UTF8.GetBytes($"id: {number}\nevent: {job.Status.ToWireName()}\ndata: {JsonSerializer.Serialize(job, WebJson.Default.JobBody)}\n\n");

    private static int NumberOf(RequestState state) => state switch
    {
        RequestState.Queued => 1,
        RequestState.Running => 2,
        _ => 3,
    };
}
