using AWSense.Core.Models;
using AWSense.Web.Dashboard;
using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web;

/// <summary><c>GET /</c> of whoever isn't a browser: what this is and where to go. Browsers get the page.</summary>
internal static class HomeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", Handle)
        .WithMetadata(new PlainTextMetadata())
        .WithName("home")
        .WithTags("Service")
        .WithSummary("What this is and where to go, for people")
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .WithProblems();

    private static ContentHttpResult Handle(HttpContext context, [FromServices] ModelCatalog models)
    {
        var address = $"{context.Request.Scheme}://{context.Request.Host}";
        return TypedResults.Text($"""
            AWSense classifies pictures. The model that answers is {models.Default.Id.Name}.

              curl -F myfile=@picture.jpg {address}/
              curl --data-binary @picture.jpg '{address}/v1/classify?top_k=3'

            {address}/docs              the HTTP interface, for people
            {address}/openapi/v1.json   the same, for programs
            {address}/v1/fleet          workers and backlog
            {address}/health/ready      whether pictures can be classified now
            {address}/metrics           for Prometheus

            """);
    }
}
