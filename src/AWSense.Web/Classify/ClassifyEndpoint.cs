using AWSense.Core;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Jobs;
using AWSense.Web.OpenApi;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Classify;

/// <summary><c>POST /v1/classify</c>: a picture in, its labels out.</summary>
internal static class ClassifyEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/classify", HandleAsync)
        .WithName("classify")
        .WithTags("Classification")
        .WithSummary("Classify a picture and wait for the answer")
        .WithDescription("The picture is the body, the first file of a form, or base64 in JSON. After the wait (30 s, or Prefer: wait=N) the answer is 202 with the job's address.")
        .AcceptsPicture()
        .WithProblems(400, 401, 403, 404, 409, 413, 415, 422, 500, 503, 504)
        .Produces<JobBody>(StatusCodes.Status202Accepted)
        .WithHeaderParameter("Prefer", "respond-async, or wait=N seconds (RFC 7240)");

    private static async Task<Results<Ok<ClassificationAnswer>, JsonHttpResult<JobBody>>> HandleAsync(
        HttpContext context,
        [AsParameters] ClassificationQuery query,
        [AsParameters] ClassifyServices services)
    {
        var began = services.Time.GetTimestamp();
        var spec = query.Check(services.Models);
        var preferences = Preferences.Apply(context, services.Options.Value.LegacyWait);
        using var upload = await services.Uploads.ReadAsync(context.Request);
        var id = RequestId.New(services.Time);
        if (preferences.RespondAsync)
        {
            await services.Acceptance.AcceptAsync(id, upload, spec, Durability.PowerLoss, began);
        }
        else if (await services.Classification.ClassifyAsync(
            context, id, upload, spec, preferences.Wait ?? services.Options.Value.SyncWait, began) is { } answer)
        {
            return TypedResults.Ok(answer);
        }

        return await services.Jobs.AcceptedAsync(context, id);
    }
}

/// <summary>What the endpoint needs.</summary>
internal sealed record ClassifyServices(
    UploadReader Uploads,
    Acceptance Acceptance,
    SynchronousClassification Classification,
    JobView Jobs,
    ModelCatalog Models,
    IOptions<WebOptions> Options,
    TimeProvider Time);
