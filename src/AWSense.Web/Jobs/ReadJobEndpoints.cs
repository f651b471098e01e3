using System.ComponentModel;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Jobs;

/// <summary><c>GET /v1/jobs</c>, <c>GET</c> and <c>DELETE /v1/jobs/{id}</c>.</summary>
internal static class ReadJobEndpoints
{
    private const int LimitDefault = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/jobs", ListAsync)
            .WithName("listJobs").WithTags("Jobs").WithSummary("Jobs, newest first").WithProblems(400, 401, 500, 503);
        routes.MapGet("/v1/jobs/{id}", GetAsync)
            .WithName("getJob").WithTags("Jobs").WithSummary("A job: where it stands, and its labels once it has succeeded").WithProblems(401, 404, 410, 500, 503);
        routes.MapDelete("/v1/jobs/{id}", CancelAsync)
            .WithName("cancelJob").WithTags("Jobs").WithSummary("Cancel a job")
            .WithDescription("A job that has ended stays as it is; the answer tells how it stands.")
            .WithProblems(401, 403, 404, 410, 500, 503);
    }

    private static async Task<Ok<JobPage>> ListAsync(
        HttpContext context,
        [FromServices] IJobStore jobs,
        [FromQuery, Description("Only jobs in this state: queued, running, succeeded, failed, cancelled or expired.")] string? state,
        [FromQuery, Description("Only jobs older than the one of this id.")] string? before,
        [FromQuery, Description("The most jobs to return, 1 to 1000; 50 when missing.")] int? limit)
    {
        var wanted = state is null ? (RequestState?)null : ParseState(state);
        var from = before is null ? (RequestId?)null : RequestId.TryParse(before, out var id) ? id
            : throw new ProblemException(ProblemKinds.Malformed, "before takes the id of a job.");
        var max = limit ?? LimitDefault;
        if (max is < 1 or > JobLimits.ListMax)
        {
            throw new ProblemException(ProblemKinds.Malformed, $"limit takes 1 to {JobLimits.ListMax}.");
        }

        var found = await jobs.ListAsync(wanted, from, max, context.RequestAborted);
        var next = found.Count < max ? null : $"/v1/jobs?before={found[^1].Id}&limit={max}{(state is null ? "" : $"&state={state}")}";
        return TypedResults.Ok(new JobPage([.. found.Select(job => JobBody.Of(job, null, null))], next));
    }

    private static RequestState ParseState(string text) =>
        Enum.GetValues<RequestState>().Cast<RequestState?>().FirstOrDefault(state => state!.Value.ToWireName() == text)
            ?? throw new ProblemException(ProblemKinds.Malformed, "state takes queued, running, succeeded, failed, cancelled or expired.");

    private static async Task<Ok<JobBody>> GetAsync(HttpContext context, [FromServices] JobView view, string id) =>
        TypedResults.Ok(await view.GetAsync(id, context.RequestAborted));

    private static async Task<Ok<JobBody>> CancelAsync(
        [FromServices] JobView view, [FromServices] JobCancelling cancelling, string id)
    {
        var job = await view.FindAsync(id, CancellationToken.None);
        if (!job.State.IsFinal())
        {
            await cancelling.CancelAsync(job);
        }

        return TypedResults.Ok(await view.GetAsync(id, CancellationToken.None));
    }
}
