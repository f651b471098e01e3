using AWSense.Core.Models;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Models;

/// <summary><c>GET /v1/models</c>: what can be asked for.</summary>
internal static class ModelsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/models", Handle)
        .WithName("listModels").WithTags("Service").WithSummary("The installed models").WithProblems(401, 500);

    private static Ok<ModelsBody> Handle([FromServices] ModelCatalog catalog) =>
        TypedResults.Ok(new ModelsBody(catalog.Default.Id.Name, [.. catalog.All.Select(ModelBody.Of)]));
}

/// <summary>The installed models.</summary>
/// <param name="Default">The one that answers when a client names none.</param>
/// <param name="Models">All of them, by name.</param>
public sealed record ModelsBody(string Default, IReadOnlyList<ModelBody> Models);

/// <summary>A model.</summary>
public sealed record ModelBody(string Name, string Version, string Description, string Licence, int InputWidth, int InputHeight, int Classes)
{
    internal static ModelBody Of(ModelInfo model) =>
        new(model.Id.Name, model.Id.Version, model.Description, model.Licence, model.InputWidth, model.InputHeight, model.ClassCount);
}
