using System.ComponentModel;
using AWSense.Web.Jobs;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.DeadLetters;

/// <summary><c>/v1/dead-letters</c>: requests that were given up after crashes, to be retried or discarded.</summary>
internal static class DeadLetterEndpoints
{
    private const string Some = "`{\"ids\": […]}` names up to 1,000; `{\"all\": true}` means all, of which one call does about a hundred: go on with the `next_before` of its answer as `before`.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/dead-letters", ListAsync)
            .WithName("listDeadLetters").WithTags("Dead letters").WithSummary("Requests that were given up after crashes, newest first")
            .WithDescription("Those that were retried or discarded are left out. One call looks at 2,000 failed jobs at most, so a page may be empty and have a `next` all the same.")
            .WithProblems(400, 401, 500, 503);
        routes.MapPost("/v1/dead-letters/{id:guid}/retry", RetryAsync)
            .WithName("retryDeadLetter").WithTags("Dead letters").WithSummary("Send the picture of a dead letter as a new request")
            .WithDescription("The new job has an id of its own, since a result stands for ever. Asking again gives the same new job, with 200 once it has ended.")
            .WithProblems(400, 401, 403, 404, 409, 410, 500, 503)
            .Produces<JobBody>(StatusCodes.Status200OK)
            .Produces<JobBody>(StatusCodes.Status202Accepted);
        routes.MapPost("/v1/dead-letters/retry", RetrySomeAsync)
            .WithName("retryDeadLetters").WithTags("Dead letters").WithSummary("Retry some dead letters, or all").WithDescription(Some)
            .WithProblems(400, 401, 403, 413, 415, 500, 503);
        routes.MapDelete("/v1/dead-letters/{id:guid}", DiscardAsync)
            .WithName("discardDeadLetter").WithTags("Dead letters").WithSummary("Take a dead letter off the list")
            .WithDescription("Picture and result stay in the archive for as long as it keeps them.")
            .WithProblems(400, 401, 403, 404, 409, 410, 500, 503);
        routes.MapPost("/v1/dead-letters/discard", DiscardSomeAsync)
            .WithName("discardDeadLetters").WithTags("Dead letters").WithSummary("Take some dead letters off the list, or all").WithDescription(Some)
            .WithProblems(400, 401, 403, 413, 415, 500, 503);
    }

    private static async Task<Ok<DeadLetterPage>> ListAsync(
        HttpContext context,
        [FromServices] DeadLetterBox box,
        [FromQuery, Description("Only dead letters older than the one of this id.")] string? before,
        [FromQuery, Description("The most to return, 1 to 1000; 50 when missing.")] int? limit) =>
        TypedResults.Ok(await box.ListAsync(Paging.From(before), Paging.Max(limit), context.RequestAborted));

    private static async Task<JsonHttpResult<JobBody>> RetryAsync(HttpContext context, [FromServices] DeadLetterBox box, [FromServices] JobView view, string id)
    {
        var retryId = await box.RetryAsync(id);
        return await view.HasEndedAsync(await view.FindAsync(retryId.ToString(), CancellationToken.None))
            ? TypedResults.Json(await view.GetAsync(retryId.ToString(), CancellationToken.None), WebJson.Default.JobBody)
            : await view.AcceptedAsync(context, retryId);
    }

    private static async Task<Ok<DeadLetterOutcome>> RetrySomeAsync(HttpContext context, [FromServices] DeadLetterBox box, [FromBody] DeadLetterChoice choice) =>
        TypedResults.Ok(await box.RetryAsync(choice, context.RequestAborted));

    private static async Task<NoContent> DiscardAsync([FromServices] DeadLetterBox box, string id)
    {
        await box.DiscardAsync(id);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DeadLetterOutcome>> DiscardSomeAsync(HttpContext context, [FromServices] DeadLetterBox box, [FromBody] DeadLetterChoice choice) =>
        TypedResults.Ok(await box.DiscardAsync(choice, context.RequestAborted));
}
