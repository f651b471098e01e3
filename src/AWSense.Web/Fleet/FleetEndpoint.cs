using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Fleet;

/// <summary><c>GET /v1/fleet</c>: workers, backlog, and the last decisions on them.</summary>
internal static class FleetEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/fleet", HandleAsync)
        .WithName("getFleet").WithTags("Service").WithSummary("Workers, backlog and scaling decisions").WithProblems(401, 500, 503);

    private static async Task<Ok<FleetBody>> HandleAsync(HttpContext context, [FromServices] FleetView view) =>
        TypedResults.Ok(await view.ReadAsync(context.RequestAborted));
}

/// <summary>Puts together what is known of the fleet.</summary>
internal sealed class FleetView(IFleet fleet, IPresence presence, ISignalSource signals, DecisionLog log, ScalingPolicy policy)
{
    private const int DecisionsMax = 20;

    public async Task<FleetBody> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await fleet.GetStatusAsync(cancellationToken);
        var workers = (await presence.ReadAsync(cancellationToken)).ToDictionary(worker => worker.WorkerId, StringComparer.Ordinal);
        var demand = await signals.ReadAsync(cancellationToken);
        var latest = log.Latest;
        return new(
            policy.Name,
            status.DesiredWorkers,
            Math.Min(policy.Fleet.Max, status.WorkersMax),
            status.Members.Count(member => member.State == FleetMemberState.InService),
            status.Members.Count(member => member.State == FleetMemberState.Booting),
            status.Members.Count(member => member.State == FleetMemberState.Draining),
            new(LaneBody.Of(demand.Interactive), LaneBody.Of(demand.Bulk)),
            demand.OldestAge?.TotalSeconds,
            demand.Sent,
            demand.Completed,
            demand.Redelivered,
            latest?.ArrivalsPerSecond is { } rate ? Math.Round(rate, 2) : null,
            latest is null ? null : Math.Round(latest.Estimates.ServiceTime.TotalSeconds, 4),
            latest is null ? null : Math.Round(latest.Estimates.BootTime.TotalSeconds, 3),
            status.CrashesLastMinute,
            status.UnhealthyReason,
            [.. log.Changes(DecisionsMax).Select(decision => new DecisionBody(decision.Number, decision.At, decision.Before, decision.Desired, decision.Reason))],
            [.. status.Members.Select(member => WorkerBody.Of(member, workers.GetValueOrDefault(member.MemberId)))]);
    }
}

/// <summary>The fleet at one moment.</summary>
/// <param name="Policy">Name of the scaling policy.</param>
/// <param name="Desired">How many workers there should be.</param>
/// <param name="Max">How many there may be.</param>
/// <param name="InService">Workers that are ready.</param>
/// <param name="Booting">Workers that are starting.</param>
/// <param name="Draining">Workers that were asked to end.</param>
/// <param name="Backlog">Requests not yet completed, by lane.</param>
/// <param name="OldestAgeSeconds">Age of the oldest waiting request; missing when none waits.</param>
/// <param name="Sent">Requests sent since the service started.</param>
/// <param name="Completed">Requests completed since the service started.</param>
/// <param name="Redelivered">Requests given to a second worker since the service started, since the first one was lost.</param>
/// <param name="ArrivalsPerSecond">Requests a second between the last two decisions; missing before those.</param>
/// <param name="ServiceTimeSeconds">Time that a request keeps a slot busy, as the policy reckons; missing before the first decision.</param>
/// <param name="BootTimeSeconds">Time from the order of a worker to its first request, as the policy reckons; missing before the first decision.</param>
/// <param name="CrashesLastMinute">Workers that ended without being asked to.</param>
/// <param name="UnhealthyReason">Why the fleet can't be relied on; missing when it can.</param>
/// <param name="Decisions">The last decisions that changed the number of workers, newest first, at most 20.</param>
/// <param name="Workers">Each worker.</param>
public sealed record FleetBody(
    string Policy,
    int Desired,
    int Max,
    int InService,
    int Booting,
    int Draining,
    BacklogBody Backlog,
    double? OldestAgeSeconds,
    long Sent,
    long Completed,
    long Redelivered,
    double? ArrivalsPerSecond,
    double? ServiceTimeSeconds,
    double? BootTimeSeconds,
    int CrashesLastMinute,
    string? UnhealthyReason,
    IReadOnlyList<DecisionBody> Decisions,
    IReadOnlyList<WorkerBody> Workers);

/// <summary>A decision that changed the number of workers.</summary>
/// <param name="Number">Counts all decisions, so that those between two changes are seen to be missing.</param>
/// <param name="At">When.</param>
/// <param name="From">Workers that served or were to, before it.</param>
/// <param name="To">How many there should be after it.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record DecisionBody(long Number, DateTimeOffset At, int From, int To, string Reason);

/// <summary>The backlog by lane. Workers take interactive requests first, but of ten at least one from bulk while any waits there.</summary>
/// <param name="Interactive">Requests that somebody waits for, and single jobs.</param>
/// <param name="Bulk">The pictures of batches.</param>
public sealed record BacklogBody(LaneBody Interactive, LaneBody Bulk);

/// <summary>The backlog of a lane.</summary>
/// <param name="Waiting">Requests that no worker has.</param>
/// <param name="Leased">Requests that a worker has.</param>
/// <param name="Total">Both.</param>
/// <param name="OldestAgeSeconds">Age of the oldest that waits; missing when none does or it isn't known.</param>
public sealed record LaneBody(long Waiting, long Leased, long Total, double? OldestAgeSeconds)
{
    internal static LaneBody Of(LaneBacklog lane) => new(lane.Waiting, lane.Leased, lane.Total, lane.OldestAge?.TotalSeconds);
}

/// <summary>A worker: what the fleet knows of it, and what it says itself.</summary>
/// <param name="WorkerId">Its name.</param>
/// <param name="State">booting, idle, busy or draining.</param>
/// <param name="Slots">Inferences it runs side by side; 0 while it boots.</param>
/// <param name="ProcessId">Its process; missing while it boots.</param>
/// <param name="Version">Version of its program; missing while it boots.</param>
/// <param name="Succeeded">Pictures it has classified.</param>
/// <param name="Failed">Requests it has ended without labels.</param>
/// <param name="BusySeconds">Time that its slots were busy.</param>
/// <param name="StartedAt">When it was ordered.</param>
/// <param name="ReadyAt">When it was ready for requests; missing while it boots.</param>
public sealed record WorkerBody(
    string WorkerId,
    string State,
    int Slots,
    int? ProcessId,
    string? Version,
    long Succeeded,
    long Failed,
    double BusySeconds,
    DateTimeOffset StartedAt,
    DateTimeOffset? ReadyAt)
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
        member.StartedAt,
        status?.ReadyAt);
}
