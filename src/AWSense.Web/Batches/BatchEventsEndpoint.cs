using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AWSense.Web.Events;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary><c>GET /v1/batches/{id}/events</c>: the progress of a batch as server-sent events.</summary>
/// <remarks>An event's number is what has happened so far, taken in and ended, so <c>Last-Event-ID</c> needs no memory. The stream ends with the batch.</remarks>
internal static class BatchEventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/batches/{id}/events", HandleAsync)
        .WithName("batchEvents")
        .WithTags("Batches")
        .WithSummary("The progress of a batch as server-sent events")
        .WithDescription("Events are named after the status and carry the batch. Their numbers grow with what was taken in and what has ended; the stream ends with the batch.")
        .WithProblems(401, 404, 410, 500, 503)
        .WithHeaderParameter("Last-Event-ID", "Number of the last event that was seen")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    private static async Task HandleAsync(
        HttpContext context, [FromServices] BatchView view, [FromServices] BatchEvents events, [FromServices] EventStreams streams, string id)
    {
        var batch = await view.GetAsync(id, context.RequestAborted); // a problem is told before the stream begins
        var seen = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : -1;
        await streams.WriteAsync(context, events.FollowAsync(batch, seen, context.RequestAborted));
    }
}

/// <summary>Follows batches.</summary>
internal sealed class BatchEvents(
    BatchView view, IHostApplicationLifetime lifetime, IOptions<BatchOptions> options, IOptions<WebOptions> web, TimeProvider time)
{
    /// <summary>The events of a batch after one that was seen, as they go over the wire, and a comment where there is none for long.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(BatchBody batch, long seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wroteAt = time.GetTimestamp();
        while (true)
        {
            if (NumberOf(batch) > seen)
            {
                seen = NumberOf(batch);
                wroteAt = time.GetTimestamp();
                yield return Encoding.UTF8.GetBytes(
                    $"id: {seen}\nevent: {batch.Status.ToString().ToLowerInvariant()}\ndata: {JsonSerializer.Serialize(batch, WebJson.Default.BatchBody)}\n\n");
            }
            else if (time.GetElapsedTime(wroteAt) >= web.Value.EventHeartbeat)
            {
                wroteAt = time.GetTimestamp();
                yield return EventStreams.Heartbeat;
            }

            if (IsOver(batch) || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                yield break;
            }

            await Task.Delay(options.Value.Pace, time, cancellationToken);
            batch = await view.GetAsync(batch.Id.ToString(), cancellationToken);
        }
    }

    private static bool IsOver(BatchBody batch) => batch.Status is BatchStatus.Finished or BatchStatus.Cancelled;

    // What was taken in, what has ended of it, the end of the upload, and the end of all.
    private static long NumberOf(BatchBody batch) => (2L * batch.Counts.Total) - batch.Counts.Queued - batch.Counts.Running
        + (batch.Upload.State == UploadState.Receiving ? 0 : 1)
        + (IsOver(batch) ? 1 : 0);
}
