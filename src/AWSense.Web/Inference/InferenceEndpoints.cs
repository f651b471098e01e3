using System.Reflection;
using AWSense.Core.Models;
using AWSense.Web.Health;
using AWSense.Web.OpenApi;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Inference;

/// <summary>The Open Inference Protocol v2, which KServe, Triton and their clients speak: what the server and its models are, and whether they are ready.</summary>
/// <remarks>
/// Source: the protocol's REST specification of the Open Inference Protocol working group, and Triton's extensions for binary tensor data, model
/// configuration and, of that for the model repository, the index.
/// </remarks>
internal static class InferenceEndpoints
{
    /// <summary>All of the protocol's addresses begin with this; errors below it have the protocol's shape.</summary>
    public const string Root = "/v2";

    public const string Tag = "Open Inference Protocol";

    private static readonly ServerMetadata Server = new("awsense", VersionOf(typeof(InferenceEndpoints).Assembly), ["binary_tensor_data", "classification", "model_configuration", "parameters"]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2", () => TypedResults.Ok(Server))
            .WithName("serverMetadata").WithTags(Tag).WithSummary("What the server is").WithInferenceErrors();
        routes.MapGet("/v2/health/live", () => TypedResults.Ok(new ServerLive(true)))
            .WithName("serverLive").WithTags(Tag).WithSummary("Whether the process answers").WithInferenceErrors();
        routes.MapGet("/v2/health/ready", ServerReadyAsync)
            .WithName("serverReady").WithTags(Tag).WithSummary("Whether pictures can be classified now").WithInferenceErrors(503);
        Describe(routes.MapGet("/v2/models/{model}", Metadata).WithName("modelMetadata"), "What a model is");
        Describe(routes.MapGet("/v2/models/{model}/versions/{version}", Metadata).WithName("modelVersionMetadata"), "What a model is, in that version");
        Describe(routes.MapGet("/v2/models/{model}/ready", ModelReadyAsync).WithName("modelReady"), "Whether a model can infer now", 503);
        Describe(routes.MapGet("/v2/models/{model}/versions/{version}/ready", ModelReadyAsync).WithName("modelVersionReady"), "Whether a model can infer now, in that version", 503);
        Describe(routes.MapGet("/v2/models/{model}/config", Configuration).WithName("modelConfiguration"), "How a model is configured, in Triton's words");
        Describe(
            routes.MapGet("/v2/models/{model}/versions/{version}/config", Configuration).WithName("modelVersionConfiguration"),
            "How a model is configured, in Triton's words, in that version");
        routes.MapPost("/v2/repository/index", Index)
            .WithName("repositoryIndex").WithTags(Tag).WithSummary("Which models there are").WithInferenceErrors();
        InferEndpoint.Map(routes);
    }

    /// <summary>The model of that name, in the only version that is installed.</summary>
    /// <exception cref="ProblemException">There is none, or not in that version.</exception>
    public static ModelInfo Find(ModelCatalog models, string model, string? version) =>
        models.Find(model) is { } found && (version is null || version == found.Id.Version)
            ? found
            : throw new ProblemException(ProblemKinds.ModelNotFound, $"There is no such model. Installed are {string.Join(", ", models.All.Select(known => known.Id))}.");

    private static void Describe(RouteHandlerBuilder endpoint, string summary, params ReadOnlySpan<int> statuses) =>
        endpoint.WithTags(Tag).WithSummary(summary).WithInferenceErrors([404, .. statuses]);

    private static async Task<Ok<ServerReady>> ServerReadyAsync(HttpContext context, [AsParameters] HealthServices health)
    {
        await RefuseUnlessReadyAsync(context, health);
        return TypedResults.Ok(new ServerReady(true));
    }

    private static Ok<ModelMetadata> Metadata([FromServices] ModelCatalog models, string model, string? version) =>
        TypedResults.Ok(ModelTensors.Describe(Find(models, model, version)));

    private static Ok<ModelConfiguration> Configuration([FromServices] ModelCatalog models, string model, string? version) =>
        TypedResults.Ok(ModelTensors.Configure(Find(models, model, version)));

    // A body may ask for ready models alone; all are.
    private static Ok<List<IndexedModel>> Index([FromServices] ModelCatalog models) =>
        TypedResults.Ok(models.All.Select(known => new IndexedModel(known.Id.Name, known.Id.Version, "READY")).ToList());

    // Every worker serves every model and loads it on first use, so a model is ready when the service is.
    private static async Task<Ok<ModelReady>> ModelReadyAsync(
        HttpContext context, [FromServices] ModelCatalog models, [AsParameters] HealthServices health, string model, string? version)
    {
        var found = Find(models, model, version);
        await RefuseUnlessReadyAsync(context, health);
        return TypedResults.Ok(new ModelReady(found.Id.Name, true));
    }

    private static async Task RefuseUnlessReadyAsync(HttpContext context, HealthServices health)
    {
        if (await health.FindProblemsAsync(context.RequestAborted) is { Count: > 0 } reasons)
        {
            throw new ProblemException(ProblemKinds.Unavailable, string.Join(" ", reasons));
        }
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
