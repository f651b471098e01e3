using System.Runtime.CompilerServices;
using AWSense.Scaling.Control;
using AWSense.Web.Events;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Fleet;

/// <summary><c>GET /v1/fleet/events</c>: the fleet after every decision, as server-sent events.</summary>
/// <remarks>Each event carries the whole state, so a client that lost some has lost nothing. The stream goes on until either side ends it.</remarks>
internal static class FleetEventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/fleet/events", HandleAsync)
        .WithName("fleetEvents")
        .WithTags("Service")
        .WithSummary("The fleet after every decision, as server-sent events")
        .WithDescription("Events are named `fleet`, carry what `/v1/fleet` answers, and are numbered as the decisions are. The stream doesn't end by itself.")
        .WithProblems(401, 500, 503)
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    private static Task HandleAsync(HttpContext context, [FromServices] FleetEvents events, [FromServices] EventStreams streams) =>
        streams.WriteAsync(context, events.FollowAsync(context.RequestAborted));
}

/// <summary>Follows the decisions.</summary>
internal sealed class FleetEvents(SharedFleet fleet, DecisionLog log, IHostApplicationLifetime lifetime, IOptions<WebOptions> options, TimeProvider time)
{
    /// <summary>The fleet now and after each decision from now on, as it goes over the wire; a comment where there is none for long.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (!either.IsCancellationRequested)
        {
            var next = log.NextAsync(); // asked for before the state is read, so that no decision falls between
            yield return (await fleet.AfterDecisionAsync().WaitAsync(cancellationToken)).Frame;
            while (!next.IsCompleted && !either.IsCancellationRequested)
            {
                var pause = Task.Delay(options.Value.EventHeartbeat, time, either.Token);
                if (await Task.WhenAny(next, pause) == pause && !either.IsCancellationRequested)
                {
                    yield return EventStreams.Heartbeat;
                }
            }
        }
    }
}
