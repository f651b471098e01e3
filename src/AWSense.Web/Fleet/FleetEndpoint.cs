using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Fleet;

/// <summary><c>GET /v1/fleet</c>: workers and backlog.</summary>
internal static class FleetEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/fleet", HandleAsync)
        .WithName("getFleet").WithTags("Service").WithSummary("Workers and backlog").WithProblems(401, 500, 503);

    private static async Task<Ok<FleetBody>> HandleAsync(
        HttpContext context, [FromServices] IFleet fleet, [FromServices] IPresence presence, [FromServices] ISignalSource signals)
    {
        var status = await fleet.GetStatusAsync(context.RequestAborted);
        var workers = (await presence.ReadAsync(context.RequestAborted)).ToDictionary(worker => worker.WorkerId, StringComparer.Ordinal);
        var demand = await signals.ReadAsync(context.RequestAborted);
        return TypedResults.Ok(new FleetBody(
            status.DesiredWorkers,
            status.WorkersMax,
            status.Members.Count(member => member.State == FleetMemberState.InService),
            status.Members.Count(member => member.State == FleetMemberState.Booting),
            status.Members.Count(member => member.State == FleetMemberState.Draining),
            new(demand.Interactive, demand.Bulk),
            demand.OldestAge?.TotalSeconds,
            demand.Sent,
            demand.Completed,
            status.CrashesLastMinute,
            status.UnhealthyReason,
            [.. status.Members.Select(member => WorkerBody.Of(member, workers.GetValueOrDefault(member.MemberId)))]));
    }
}

/// <summary>The fleet at one moment.</summary>
/// <param name="Desired">How many workers there should be.</param>
/// <param name="Max">How many there may be.</param>
/// <param name="InService">Workers that are ready.</param>
/// <param name="Booting">Workers that are starting.</param>
/// <param name="Draining">Workers that were asked to end.</param>
/// <param name="Backlog">Requests not yet completed, by lane.</param>
/// <param name="OldestAgeSeconds">Age of the oldest waiting request; missing when none waits.</param>
/// <param name="Sent">Requests sent since the service started.</param>
/// <param name="Completed">Requests completed since the service started.</param>
/// <param name="CrashesLastMinute">Workers that ended without being asked to.</param>
/// <param name="UnhealthyReason">Why the fleet can't be relied on; missing when it can.</param>
/// <param name="Workers">Each worker.</param>
public sealed record FleetBody(
    int Desired,
    int Max,
    int InService,
    int Booting,
    int Draining,
    BacklogBody Backlog,
    double? OldestAgeSeconds,
    long Sent,
    long Completed,
    int CrashesLastMinute,
    string? UnhealthyReason,
    IReadOnlyList<WorkerBody> Workers);

/// <summary>The backlog by lane.</summary>
public sealed record BacklogBody(LaneBacklog Interactive, LaneBacklog Bulk);

/// <summary>A worker: what the fleet knows of it, and what it says itself.</summary>
public sealed record WorkerBody(
    string WorkerId, string State, int Slots, int? ProcessId, string? Version, long Succeeded, long Failed, double BusySeconds, DateTimeOffset StartedAt)
{
    internal static WorkerBody Of(FleetMember member, WorkerStatus? status) => new(
        member.MemberId,
        member.State == FleetMemberState.Draining ? "draining" : status?.State.ToString().ToLowerInvariant() ?? "booting",
        status?.Slots ?? 0,
        status?.ProcessId,
        status?.Version,
        status?.Counters.Succeeded ?? 0,
        status?.Counters.Failed ?? 0,
        Math.Round(status?.Counters.BusySeconds ?? 0, 3),
        member.StartedAt);
}
