using System.Text.Json;
using AWSense.Web.Events;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
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
        await streams.WriteAsync(context, events.FollowAsync(batch, EventStreams.LastSeen(context) ?? -1, context.RequestAborted));
    }
}

/// <summary>Follows batches.</summary>
internal sealed class BatchEvents(BatchView view, EventStreams streams, IOptions<BatchOptions> options, TimeProvider time)
{
    /// <summary>The events of a batch after one that was seen, as they go over the wire.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(BatchBody batch, long seen, CancellationToken cancellationToken)
    {
        return streams.FollowAsync(batch, seen, EventOf, NextAsync, cancellationToken);

        async Task<BatchBody> NextAsync(CancellationToken token)
        {
            await Task.Delay(options.Value.Pace, time, token);
            return await view.GetAsync(batch.Id.ToString(), token);
        }
    }

    private static StateEvent EventOf(BatchBody batch) => new(
        NumberOf(batch), IsOver(batch), batch.Status.ToString().ToLowerInvariant(), () => JsonSerializer.Serialize(batch, WebJson.Default.BatchBody));

    private static bool IsOver(BatchBody batch) => batch.Status is BatchStatus.Finished or BatchStatus.Cancelled;

    // What was taken in, what has ended of it, the end of the upload, and the end of all.
    private static long NumberOf(BatchBody batch) => (2L * batch.Counts.Total) - batch.Counts.Queued - batch.Counts.Running
        + (batch.Upload.State == UploadState.Receiving ? 0 : 1)
        + (IsOver(batch) ? 1 : 0);
}
