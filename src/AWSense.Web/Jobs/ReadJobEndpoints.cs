using AWSense.Core.Requests;
using AWSense.Web.OpenApi;
using AWSense.Web.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Jobs;

/// <summary><c>GET /v1/jobs</c>, <c>GET</c> and <c>DELETE /v1/jobs/{id}</c>.</summary>
internal static class ReadJobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/jobs", ListAsync)
            .WithName("listJobs").WithTags("Jobs").WithSummary("Jobs, newest first")
            .WithDescription("One call looks at 2,000 jobs at most, and at 1,000 labels: a page may have fewer jobs than were asked for, even none, and a `next` all the same.")
            .WithProblems(400, 401, 500, 503);
        routes.MapGet("/v1/jobs/{id}", GetAsync)
            .WithName("getJob").WithTags("Jobs").WithSummary("A job: where it stands, and its labels once it has succeeded").WithProblems(401, 404, 410, 500, 503);
        routes.MapDelete("/v1/jobs/{id}", CancelAsync)
            .WithName("cancelJob").WithTags("Jobs").WithSummary("Cancel a job")
            .WithDescription("A job that has ended stays as it is; the answer tells how it stands.")
            .WithProblems(401, 403, 404, 410, 500, 503);
    }

    private static async Task<Ok<JobPage>> ListAsync(HttpContext context, [AsParameters] JobQuery query, [FromServices] ResultListing listing)
    {
        var filter = query.Filter();
        var max = Paging.Max(query.Limit);
        var page = await listing.ListAsync(filter, Paging.From(query.Before), max, query.Results == true, context.RequestAborted);
        return TypedResults.Ok(new JobPage(
            [.. page.Entries.Select(entry => JobBody.Of(entry.Job, entry.Result, null))],
            page.Next is { } next ? query.UrlBefore(next, max) : null));
    }

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
