using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Web.Replies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace AWSense.Web.Health;

/// <summary><c>GET /health/live</c> and <c>/health/ready</c>. Neither needs a key.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthBody("live", [])))
            .WithName("live").WithTags("Service").WithSummary("Whether the process answers");
        routes.MapGet("/health/ready", ReadyAsync)
            .WithName("ready").WithTags("Service").WithSummary("Whether pictures can be classified now")
            .Produces<HealthBody>(StatusCodes.Status200OK)
            .Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<HealthBody>> ReadyAsync(HttpContext context, [AsParameters] HealthServices services)
    {
        var reasons = await services.FindProblemsAsync(context.RequestAborted);
        context.Response.Headers.RetryAfter = reasons.Count == 0 ? default : "5";
        return reasons.Count == 0
            ? TypedResults.Json(new HealthBody("ready", []), WebJson.Default.HealthBody)
            : TypedResults.Json(new HealthBody("not ready", reasons), WebJson.Default.HealthBody, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status">In words.</param>
/// <param name="Reasons">Why it isn't ready; empty when it is.</param>
public sealed record HealthBody(string Status, IReadOnlyList<string> Reasons);

/// <summary>What health is made of.</summary>
internal sealed record HealthServices(
    IObjectStore Archive, ISignalSource Signals, IPresence Presence, IFleet Fleet, ReplyRouter Replies, IHostApplicationLifetime Lifetime)
{
    /// <summary>Everything that keeps the service from being ready.</summary>
    public async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        if (Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            reasons.Add("The service is draining.");
        }

        if (!Replies.IsReceiving)
        {
            reasons.Add("Replies can't be received.");
        }

        try
        {
            await Archive.ProbeAsync(cancellationToken);
            await Signals.ReadAsync(cancellationToken);
            var workers = await Presence.ReadAsync(cancellationToken);
            if (!workers.Any(worker => worker.State is WorkerState.Idle or WorkerState.Busy))
            {
                reasons.Add("No worker is warm.");
            }

            var fleet = await Fleet.GetStatusAsync(cancellationToken);
            reasons.AddRange(fleet.UnhealthyReason is { } reason ? [reason] : []);
        }
        catch (Exception exception) when (exception is BackendUnavailableException or StorageFullException)
        {
            reasons.Add(exception.Message);
        }

        return reasons;
    }
}
