using AWSense.Core;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Idempotency;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using AWSense.Web.Reuse;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Jobs;

/// <summary><c>POST /v1/jobs</c> and <c>PUT /v1/jobs/{id}</c>: a picture in, its job's address out.</summary>
internal static class SubmitJobEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/jobs", PostAsync)
            .WithName("submitJob")
            .WithTags("Jobs")
            .WithSummary("Take in a picture to be classified later")
            .AcceptsPicture()
            .AcceptsIdempotencyKey()
            .HeedsCacheControl()
            .WithProblems(400, 401, 403, 404, 409, 410, 413, 415, 422, 500, 503)
            .Produces<JobBody>(StatusCodes.Status202Accepted);
        routes.MapPut("/v1/jobs/{id}", PutAsync)
            .WithName("putJob")
            .WithTags("Jobs")
            .WithSummary("Take in a picture under an id of the client's, once")
            .WithDescription("The id is a UUID of version 7 made within the last 24 hours. The same id, picture and model again give the same job, with 200 once it has ended.")
            .AcceptsPicture()
            .HeedsCacheControl()
            .WithProblems(400, 401, 403, 404, 409, 410, 413, 415, 500, 503)
            .Produces<JobBody>(StatusCodes.Status200OK)
            .Produces<JobBody>(StatusCodes.Status202Accepted);
    }

    private static async Task<JsonHttpResult<JobBody>> PostAsync(
        HttpContext context, [AsParameters] ClassificationQuery query, [AsParameters] SubmitServices services) =>
        await SubmitAsync(context, null, query, services);

    private static async Task<JsonHttpResult<JobBody>> PutAsync(
        HttpContext context, string id, [AsParameters] ClassificationQuery query, [AsParameters] SubmitServices services)
    {
        if (!SubmittedIds.TryParse(id, services.Time, out var parsed))
        {
            throw new ProblemException(ProblemKinds.Malformed, "A job's id is a UUID of version 7, made within the last 24 hours.");
        }

        return await SubmitAsync(context, parsed, query, services);
    }

    private static async Task<JsonHttpResult<JobBody>> SubmitAsync(
        HttpContext context, RequestId? chosen, ClassificationQuery query, SubmitServices services)
    {
        var began = services.Time.GetTimestamp();
        var spec = query.Check(services.Models) with { Fresh = CacheControl.WantsFresh(context.Request) };
        using var upload = await services.Uploads.ReadAsync(context.Request);
        var (id, asked, isKnown) = chosen is { } own
            ? new KeyedRequest(own, spec, IsKnown: true)
            : await services.Keys.ClaimAsync(context, RequestId.New(services.Time), upload.Sha256, spec);
        if (isKnown && await services.Store.FindAsync(id, CancellationToken.None) is { } known)
        {
            Acceptance.RefuseOther(known, upload.Sha256, asked.Model);
            if (await services.View.HasEndedAsync(known))
            {
                return chosen is null
                    ? await services.View.AcceptedAsync(context, id) // as the first time
                    : TypedResults.Json(await services.View.GetAsync(id.ToString(), context.RequestAborted), WebJson.Default.JobBody);
            }
        }

        // Sent again even when it is known: the first try may have died before its message was.
        var accepted = await services.Acceptance.AcceptAsync(id, upload, asked, Durability.PowerLoss, began);
        CacheControl.Tell(context.Response, accepted.Origin);
        return await services.View.AcceptedAsync(context, id);
    }
}

/// <summary>What the endpoints need.</summary>
internal sealed record SubmitServices(
    [property: FromServices] UploadReader Uploads,
    [property: FromServices] IdempotencyKeys Keys,
    [property: FromServices] Acceptance Acceptance,
    [property: FromServices] IJobStore Store,
    [property: FromServices] JobView View,
    [property: FromServices] ModelCatalog Models,
    [property: FromServices] TimeProvider Time);
