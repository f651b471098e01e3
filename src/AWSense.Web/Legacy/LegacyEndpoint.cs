using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Classify;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Legacy;

/// <summary><c>POST /</c>: the workload generators of the cloud course, unmodified.</summary>
/// <remarks>They take any status but 200 for a failure and print nothing of its body, so this waits for as long as it takes.</remarks>
internal static class LegacyEndpoint
{
    /// <summary>The field of the newer generator, which wants the file's stem before the label.</summary>
    private const string NewerField = "inputFile";

    // Before any page at the same address.
    private const int BeforePages = -1;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/", HandleAsync)
        .WithOrder(BeforePages)
        .WithName("legacy")
        .WithTags("Old clients")
        .WithSummary("Classify a picture as the course's workload generators ask for it")
        .WithDescription("Field myfile: the bare label. Field inputFile: the file name up to its first dot, a colon, the label.")
        .AcceptsForm("myfile", "inputFile")
        .WithProblems(400, 401, 403, 409, 413, 415, 422, 500, 503, 504)
        .Produces<string>(StatusCodes.Status200OK, "text/plain");

    private static async Task<ContentHttpResult> HandleAsync(
        HttpContext context,
        [FromServices] UploadReader uploads,
        [FromServices] SynchronousClassification classification,
        [FromServices] ModelCatalog models,
        [FromServices] IOptions<WebOptions> options,
        [FromServices] TimeProvider time)
    {
        var began = time.GetTimestamp();
        using var upload = await uploads.ReadFormAsync(context.Request);
        var id = RequestId.New(time);

        // These clients measure a fleet by the pictures they send again and again, and can't ask for each to be worked on.
        var spec = new ClassificationSpec(models.Default.Id, TopK: 1, MinConfidence: 0, Fresh: true);
        var (field, fileName) = (upload.Field, upload.FileName ?? "");
        var answer = await classification.ClassifyAsync(context, new(id, spec, options.Value.LegacyWait, began), upload)
            ?? throw new ProblemException(ProblemKinds.Timeout, $"The answer will be at /v1/jobs/{id}.", id);
        var label = answer.Labels[0].Label;
        return TypedResults.Text(field == NewerField ? $"{fileName.Split('.')[0]}:{label}" : label);
    }
}
