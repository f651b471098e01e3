using AWSense.Core.Archive;
using AWSense.Core.Images;
using AWSense.Web.Jobs;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace AWSense.Web.Images;

/// <summary><c>GET /v1/images/{id}</c>: the archived picture, as it was uploaded.</summary>
internal static class ImageEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/images/{id}", HandleAsync)
        .WithName("getImage")
        .WithTags("Jobs")
        .WithSummary("The archived picture of a job")
        .WithProblems(401, 404, 410, 500, 503)
        .Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/tiff", "image/x-portable-pixmap");

    private static async Task HandleAsync(HttpContext context, [FromServices] JobView view, [FromServices] IObjectStore archive, string id)
    {
        var job = await view.FindAsync(id, context.RequestAborted);
        using var content = await archive.GetAsync(ObjectKey.Input(job.Id), context.RequestAborted)
            ?? throw new Problems.ProblemException(Problems.ProblemKinds.Gone, "The picture is no longer kept.", job.Id);
        var headers = context.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(job.FileName ?? $"{job.Id}.{job.Format}");
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        headers.CacheControl = "private, max-age=3600";
        context.Response.ContentType = ImageFormats.MediaTypeOf(job.Format);
        context.Response.ContentLength = content.Memory.Length;
        await context.Response.Body.WriteAsync(content.Memory, context.RequestAborted);
    }
}
