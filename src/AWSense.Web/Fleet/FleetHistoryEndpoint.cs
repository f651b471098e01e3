using System.ComponentModel;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Fleet;

/// <summary><c>GET /v1/fleet/history</c>: the last 15 minutes of queue and fleet.</summary>
internal static class FleetHistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/fleet/history", Handle)
        .WithName("fleetHistory")
        .WithTags("Service")
        .WithSummary("The last 15 minutes of backlog, rates, latency and fleet")
        .WithDescription("A sample a second, of this web instance's life only. A value that couldn't be read is missing, never zero. Latency is that of answers that this instance gave in the last ten seconds, batches left out.")
        .WithProblems(400, 401, 500);

    private static Ok<FleetHistoryBody> Handle(
        [FromServices] FleetHistory history,
        [FromServices] IOptions<WebOptions> options,
        [FromServices] TimeProvider time,
        [FromQuery, Description("How far to look back, 1 to 900 seconds; 900 when missing.")] int? seconds)
    {
        var length = (int)FleetHistory.Length.TotalSeconds;
        if (seconds is { } wanted && (wanted < 1 || wanted > length))
        {
            throw new ProblemException(ProblemKinds.Malformed, $"seconds takes 1 to {length}.");
        }

        var oldest = time.GetUtcNow() - TimeSpan.FromSeconds(seconds ?? length);
        return TypedResults.Ok(new FleetHistoryBody(
            options.Value.FleetPace.TotalSeconds, [.. history.Samples().Where(sample => sample.At >= oldest).Select(FleetSampleBody.Of)]));
    }
}

/// <summary>Queue and fleet over time.</summary>
/// <param name="PaceSeconds">About how far two samples lie apart.</param>
/// <param name="Samples">Oldest first, at most 900.</param>
public sealed record FleetHistoryBody(double PaceSeconds, IReadOnlyList<FleetSampleBody> Samples);

/// <summary>Queue and fleet at one moment. What couldn't be read is missing.</summary>
/// <param name="At">When.</param>
/// <param name="Waiting">Requests that no worker has.</param>
/// <param name="Leased">Requests that a worker has.</param>
/// <param name="ArrivalsPerSecond">Requests sent a second since the sample before.</param>
/// <param name="CompletionsPerSecond">Requests completed a second since the sample before.</param>
/// <param name="LatencyP50Seconds">Half of the last answers were there within this.</param>
/// <param name="LatencyP95Seconds">Of twenty of the last answers, nineteen were there within this.</param>
/// <param name="Desired">Workers that there should be.</param>
/// <param name="InService">Workers that are ready.</param>
/// <param name="Booting">Workers that are starting.</param>
/// <param name="Draining">Workers that were asked to end.</param>
public sealed record FleetSampleBody(
    DateTimeOffset At,
    long? Waiting,
    long? Leased,
    double? ArrivalsPerSecond,
    double? CompletionsPerSecond,
    double? LatencyP50Seconds,
    double? LatencyP95Seconds,
    int? Desired,
    int? InService,
    int? Booting,
    int? Draining)
{
    internal static FleetSampleBody Of(FleetSample sample) => new(
        sample.At,
        sample.Waiting,
        sample.Leased,
        sample.ArrivalsPerSecond,
        sample.CompletionsPerSecond,
        Rounded(sample.Latency?.P50Seconds),
        Rounded(sample.Latency?.P95Seconds),
        sample.Desired,
        sample.InService,
        sample.Booting,
        sample.Draining);

    private static double? Rounded(double? seconds) => seconds is { } known ? Math.Round(known, 4) : null;
}
