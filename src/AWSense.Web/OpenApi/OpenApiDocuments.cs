using System.Security.Cryptography;
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
    private const int NonceBytes = 16;

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
        routes.MapScalarApiReference("/docs", (options, context) =>
        {
            // The page starts itself by a script of its own; the nonce lets that one run and no other.
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:; "
                + "connect-src 'self'; base-uri 'self'; frame-ancestors 'none'";
            options.WithTitle("AWSense").DisableDefaultFonts().WithNonce(nonce);
        });
    }
}
