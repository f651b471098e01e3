using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Batches.Zip;
using AWSense.Web.Idempotency;
using AWSense.Web.Jobs;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using AWSense.Web.Reuse;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary><c>POST /v1/batches</c> and <c>PUT /v1/batches/{id}</c>: many pictures in, the batch's address out.</summary>
internal static class SubmitBatchEndpoints
{
    private const string RetryAfterSeconds = "1";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/batches", PostAsync)
            .WithName("submitBatch")
            .WithTags("Batches")
            .WithSummary("Take in many pictures to be classified later")
            .WithDescription("The pictures are a zip archive, or the files of a form. They are taken in as they arrive; a file that is no picture is refused by itself.")
            .AcceptsPictures()
            .AcceptsIdempotencyKey()
            .HeedsCacheControl()
            .WithProblems(400, 401, 403, 404, 409, 413, 415, 422, 500, 503)
            .Produces<BatchBody>(StatusCodes.Status202Accepted);
        routes.MapPut("/v1/batches/{id}", PutAsync)
            .WithName("putBatch")
            .WithTags("Batches")
            .WithSummary("Take in many pictures under an id of the client's, once")
            .WithDescription("The id is a UUID of version 7 made within the last 24 hours, whose last six digits are zero. When an upload was cut, the same again adds what is missing; other pictures are 409.")
            .AcceptsPictures()
            .HeedsCacheControl()
            .WithProblems(400, 401, 403, 404, 409, 410, 413, 415, 500, 503)
            .Produces<BatchBody>(StatusCodes.Status202Accepted);
    }

    private static Task<JsonHttpResult<BatchBody>> PostAsync(
        HttpContext context, [AsParameters] ClassificationQuery query, [AsParameters] SubmitBatchServices services) =>
        SubmitAsync(context, null, query, services);

    private static Task<JsonHttpResult<BatchBody>> PutAsync(
        HttpContext context, string id, [AsParameters] ClassificationQuery query, [AsParameters] SubmitBatchServices services) =>
        SubmittedIds.TryParse(id, services.Time, out var parsed) && parsed.IsBatch
            ? SubmitAsync(context, parsed, query, services)
            : throw new ProblemException(
                ProblemKinds.Malformed, "A batch's id is a UUID of version 7, made within the last 24 hours, whose last six digits are zero.");

    private static async Task<JsonHttpResult<BatchBody>> SubmitAsync(
        HttpContext context, RequestId? chosen, ClassificationQuery query, SubmitBatchServices services)
    {
        var asked = query.Check(services.Models) with { Fresh = CacheControl.WantsFresh(context.Request) };
        services.Acceptance.RefuseWhenDraining();
        AllowLargeBody(context, services.Limits.Value);
        using var source = await OpenAsync(context, services.Entries);
        var (id, spec, _) = chosen is { } own
            ? new KeyedRequest(own, asked, IsKnown: true)
            : await services.Keys.ClaimBatchAsync(context, RequestId.NewBatch(services.Time), asked);
        if (!await services.Uploads.ReceiveAsync(id, spec, source, context.RequestAborted))
        {
            throw chosen is null
                ? new ProblemException(ProblemKinds.IdempotencyKeyReused, "Other pictures were sent with that key. Use a new key for each batch.") { BatchId = id }
                : new ProblemException(ProblemKinds.Conflict, "Other pictures were taken in under that id.") { BatchId = id };
        }

        var batch = await services.View.GetAsync(id.ToString(), CancellationToken.None);
        context.Response.Headers.Location = batch.StatusUrl;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Json(batch, WebJson.Default.BatchBody, statusCode: StatusCodes.Status202Accepted);
    }

    private static void AllowLargeBody(HttpContext context, LimitOptions limits)
    {
        if (context.Request.ContentLength > limits.BatchBytesMax)
        {
            throw new ProblemException(ProblemKinds.TooLarge, $"A batch may have at most {limits.BatchBytesMax:N0} bytes; send it in parts.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limits.BatchBytesMax;
        }
    }

    private static async Task<IBatchSource> OpenAsync(HttpContext context, EntryReader entries)
    {
        var request = context.Request;
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            return new FormReader(new MultipartReader(UploadReader.BoundaryOf(request), request.Body), entries);
        }

        var input = new ForwardInput(request.Body);
        try
        {
            return await ZipReader.IsNextAsync(input, context.RequestAborted)
                ? new ZipReader(input, entries)
                : throw new ProblemException(ProblemKinds.UnsupportedMediaType, "Send a zip archive, or the pictures as files of a form (multipart/form-data).");
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }
}

/// <summary>What the endpoints need.</summary>
internal sealed record SubmitBatchServices(
    [property: FromServices] BatchUploads Uploads,
    [property: FromServices] BatchView View,
    [property: FromServices] EntryReader Entries,
    [property: FromServices] Acceptance Acceptance,
    [property: FromServices] IdempotencyKeys Keys,
    [property: FromServices] ModelCatalog Models,
    [property: FromServices] IOptions<LimitOptions> Limits,
    [property: FromServices] TimeProvider Time);
