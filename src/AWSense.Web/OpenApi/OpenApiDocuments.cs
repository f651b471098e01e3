using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace AWSense.Web.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and its reference page at <c>/docs</c>, which needs no network.</summary>
internal static class OpenApiDocuments
{
    private const string KeyScheme = "apiKey";

    public static void Add(IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "AWSense",
                Version = "v1",
                Description = "Send a picture, get labels. Errors are problem details (RFC 9457) with a stable code.",
            };
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [KeyScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "An API key, where the service listens beyond its own machine.",
                },
            };
            // With the key, or with none where the service listens to its own machine alone.
            document.Security = [new() { [new(KeyScheme, document)] = [] }, new()];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(ContractDetails.DescribeAsync);
        options.AddOperationTransformer(ContractDetails.DescribeAsync);
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", options => options.WithTitle("AWSense").DisableDefaultFonts());
    }
}
