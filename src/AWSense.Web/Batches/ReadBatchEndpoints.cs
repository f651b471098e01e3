using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Batches;

/// <summary><c>GET</c> and <c>DELETE /v1/batches/{id}</c>, and its results.</summary>
internal static class ReadBatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/batches/{id}", GetAsync)
            .WithName("getBatch").WithTags("Batches").WithSummary("A batch: where it stands, its entries by state, and how long it will take").WithProblems(401, 404, 410, 500, 503);
        routes.MapDelete("/v1/batches/{id}", CancelAsync)
            .WithName("cancelBatch").WithTags("Batches").WithSummary("Cancel what has not ended of a batch").WithProblems(401, 403, 404, 410, 500, 503);
        routes.MapGet("/v1/batches/{id}/results.ndjson", LinesAsync)
            .WithName("batchResults").WithTags("Batches").WithSummary("A line of JSON for each entry, by its number")
            .WithDescription("An entry that has not ended has its status alone.")
            .WithProblems(401, 404, 410, 500, 503)
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson");
        routes.MapGet("/v1/batches/{id}/results.csv", RowsAsync)
            .WithName("batchResultsCsv").WithTags("Batches").WithSummary("The results as comma-separated values, a line for each label")
            .WithProblems(401, 404, 410, 500, 503)
            .Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    private static async Task<Ok<BatchBody>> GetAsync(HttpContext context, [FromServices] BatchView view, string id) =>
        TypedResults.Ok(await view.GetAsync(id, context.RequestAborted));

    private static async Task<Ok<BatchBody>> CancelAsync([FromServices] BatchView view, [FromServices] BatchCancelling cancelling, string id)
    {
        var batch = await view.FindAsync(id, CancellationToken.None);
        await cancelling.CancelAsync(batch.Id);
        return TypedResults.Ok(await view.GetAsync(id, CancellationToken.None));
    }

    private static async Task LinesAsync(HttpContext context, [FromServices] BatchView view, [FromServices] BatchResults results, string id)
    {
        var batch = await view.FindAsync(id, context.RequestAborted);
        await WriteAsync(context, "application/x-ndjson", results.LinesAsync(batch.Id, context.RequestAborted));
    }

    private static async Task RowsAsync(HttpContext context, [FromServices] BatchView view, [FromServices] BatchResults results, string id)
    {
        var batch = await view.FindAsync(id, context.RequestAborted);
        await WriteAsync(context, "text/csv; charset=utf-8", results.RowsAsync(batch.Id, context.RequestAborted));
    }

    private static async Task WriteAsync(HttpContext context, string contentType, IAsyncEnumerable<byte[]> lines)
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        await foreach (var line in lines)
        {
            await context.Response.Body.WriteAsync(line, context.RequestAborted);
        }
    }
}
