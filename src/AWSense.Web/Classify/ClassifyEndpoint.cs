using AWSense.Core;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Idempotency;
using AWSense.Web.Jobs;
using AWSense.Web.OpenApi;
using AWSense.Web.Reuse;
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
        .WithHeaderParameter("Prefer", "respond-async, or wait=N seconds (RFC 7240)")
        .AcceptsIdempotencyKey()
        .HeedsCacheControl();

    private static async Task<Results<AnswerResult, JsonHttpResult<JobBody>>> HandleAsync(
        HttpContext context,
        [AsParameters] ClassificationQuery query,
        [AsParameters] ClassifyServices services)
    {
        var began = services.Time.GetTimestamp();
        var spec = query.Check(services.Models) with { Fresh = CacheControl.WantsFresh(context.Request) };
        var preferences = Preferences.Apply(context, services.Options.Value.LegacyWait);
        using var upload = await services.Uploads.ReadAsync(context.Request);
        var keyed = await services.Keys.ClaimAsync(context, RequestId.New(services.Time), upload.Sha256, spec);
        var answer = keyed.IsKnown ? await services.Classification.FindAsync(keyed.Id) : null;
        if (answer is null && preferences.RespondAsync)
        {
            var accepted = await services.Acceptance.AcceptAsync(keyed.Id, upload, keyed.Spec, Durability.PowerLoss, began);
            CacheControl.Tell(context.Response, accepted.Origin);
        }
        else
        {
            var wait = preferences.Wait ?? services.Options.Value.SyncWait;
            answer ??= await services.Classification.ClassifyAsync(context, WaitingRequest.Of(keyed, wait, began), upload);
        }

        return answer is not null ? new AnswerResult(answer) : await services.Jobs.AcceptedAsync(context, keyed.Id);
    }
}

/// <summary>What the endpoint needs.</summary>
internal sealed record ClassifyServices(
    UploadReader Uploads,
    IdempotencyKeys Keys,
    Acceptance Acceptance,
    SynchronousClassification Classification,
    JobView Jobs,
    ModelCatalog Models,
    IOptions<WebOptions> Options,
    TimeProvider Time);
