using System.Globalization;
using System.Text.Json;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Accepting;
using AWSense.Web.Classify;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using AWSense.Web.Reuse;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Inference;

/// <summary><c>POST /v2/models/{model}/infer</c>: pictures in a tensor, their labels in tensors. Each picture is a request like any other.</summary>
internal static class InferEndpoint
{
    private const string Description =
        "The input is \"image\" (BYTES: files, base64 in JSON) or \"pixels\" (UINT8: rows of RGB pixels of the model's size). "
        + "Data may follow the JSON, as the binary tensor data extension says. The parameter top_k says how many labels a picture gets. "
        + "The body may be packed: Content-Encoding gzip or deflate.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapPost("/v2/models/{model}/infer", HandleAsync).WithName("infer"));
        Describe(routes.MapPost("/v2/models/{model}/versions/{version}/infer", HandleAsync).WithName("inferVersion"));
    }

    private static void Describe(RouteHandlerBuilder endpoint) => endpoint
        .WithTags(InferenceEndpoints.Tag)
        .WithSummary("Classify the pictures of a tensor and wait for all answers")
        .WithDescription(Description)
        .AcceptsInference()
        .WithHeaderParameter(InferBody.LengthHeader, "Length of the JSON, when data follows it")
        .Produces<InferAnswer>(StatusCodes.Status200OK, "application/json", "application/octet-stream")
        .WithInferenceErrors(403, 404, 409, 413, 415, 422, 503, 504);

    private static async Task HandleAsync(HttpContext context, string model, string? version, [AsParameters] InferServices services)
    {
        var began = services.Time.GetTimestamp();
        var info = InferenceEndpoints.Find(services.Models, model, version);
        List<ClassificationOutcome> outcomes;
        InferRequest request;
        IReadOnlyList<WantedOutput> wanted;
        using (var body = await InferBody.ReadAsync(context, services.Budget, services.Options.Value))
        {
            request = body.Request;
            wanted = WantedOutput.Of(request);
            var spec = SpecOf(info, request, wanted) with { Fresh = CacheControl.WantsFresh(context.Request) };
            outcomes = await services.AskAsync(services.Pictures.Read(body, info), spec, began, context.RequestAborted);
        }

        ServerTiming.Write(context.Response, outcomes.MaxBy(outcome => outcome.Timings.Total)!.Timings);
        await WriteAsync(context, info, request.Id, wanted, [.. outcomes.Select(outcome => outcome.Result)]);
    }

    // As many labels as the hungriest output wants.
    private static ClassificationSpec SpecOf(ModelInfo model, InferRequest request, IReadOnlyList<WantedOutput> wanted)
    {
        var topK = request.Parameters?.TopK ?? RequestLimits.TopKDefault;
        var classes = wanted.Max(output => output.Classification) ?? topK;
        return topK is >= 1 and <= RequestLimits.TopKMax && classes is >= 1 and <= RequestLimits.TopKMax
            ? new(model.Id, Math.Max(topK, classes), MinConfidence: 0)
            : throw new ProblemException(ProblemKinds.Malformed, $"top_k and classification take 1 to {RequestLimits.TopKMax}.");
    }

    private static async Task WriteAsync(
        HttpContext context, ModelInfo model, string? id, IReadOnlyList<WantedOutput> wanted, IReadOnlyList<ClassificationResult> results)
    {
        using var binary = new MemoryStream();
        var tensors = new OutputTensors(results);
        var answer = new InferAnswer(model.Id.Name, model.Id.Version, id, [.. wanted.Select(output => tensors.Make(output, binary))]);
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, WebJson.Default.InferAnswer);
        var response = context.Response;
        response.ContentType = "application/json";
        if (wanted.Any(output => output.IsBinary))
        {
            response.ContentType = "application/octet-stream";
            response.Headers[InferBody.LengthHeader] = json.Length.ToString(CultureInfo.InvariantCulture);
        }

        response.ContentLength = json.Length + binary.Length;
        await response.Body.WriteAsync(json, context.RequestAborted);
        binary.Position = 0;
        await binary.CopyToAsync(response.Body, context.RequestAborted);
    }
}

/// <summary>What the endpoint needs.</summary>
internal sealed record InferServices(
    [property: FromServices] UploadBudget Budget,
    [property: FromServices] TensorPictures Pictures,
    [property: FromServices] SynchronousClassification Classification,
    [property: FromServices] ModelCatalog Models,
    [property: FromServices] IOptions<InferenceOptions> Options,
    [property: FromServices] IOptions<WebOptions> Web,
    [property: FromServices] TimeProvider Time)
{
    /// <summary>Asks for all pictures at once, and waits for all answers.</summary>
    /// <exception cref="ProblemException">Some picture has failed or wasn't answered in time; it is the first such. The others are answered all the same, and archived.</exception>
    public async Task<List<ClassificationOutcome>> AskAsync(
        IReadOnlyList<Upload> pictures, ClassificationSpec spec, long began, CancellationToken aborted)
    {
        try
        {
            var outcomes = await Task.WhenAll(pictures.Select((picture, place) => AskAsync(picture, place, spec, began, aborted)));
            return [.. outcomes];
        }
        finally
        {
            foreach (var picture in pictures)
            {
                picture.Dispose();
            }
        }
    }

    private async Task<ClassificationOutcome> AskAsync(Upload picture, int place, ClassificationSpec spec, long began, CancellationToken aborted)
    {
        var id = RequestId.New(Time);
        var outcome = await Classification.AskAsync(new(id, spec, Web.Value.SyncWait, began), picture, aborted) ?? throw new ProblemException(
            ProblemKinds.Timeout, $"Picture {place} has no answer yet; its job {id} goes on.", id);
        return outcome.Result is { State: not RequestState.Succeeded, Error: var error }
            ? throw new ProblemException(ProblemKinds.OfError(error?.Code ?? ""), $"Picture {place}: {error?.Detail ?? "it has failed."}", id)
            : outcome;
    }
}
