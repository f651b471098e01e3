using AWSense.Web.Idempotency;
using AWSense.Web.Inference;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace AWSense.Web.OpenApi;

/// <summary>Describes what endpoints read by themselves, which the framework can't see.</summary>
internal static class EndpointDescriptions
{
    private static OpenApiSchema Binary => new() { Type = JsonSchemaType.String, Format = "binary", MinLength = 1 };

    // No key, a strange host, and what is our fault can happen anywhere.
    private static readonly int[] Everywhere = [400, 401, 500];

    /// <summary>The problems that an endpoint may answer with, beside those that any may.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses.ToArray().Union(Everywhere).Order())
        {
            endpoint.Produces<ProblemBody>(status, "application/problem+json");
        }

        return endpoint;
    }

    /// <summary>The errors that an endpoint of the Open Inference Protocol may answer with, beside those that any may.</summary>
    public static RouteHandlerBuilder WithInferenceErrors(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses.ToArray().Union(Everywhere).Order())
        {
            endpoint.Produces<InferenceError>(status, "application/json");
        }

        return endpoint;
    }

    /// <summary>The endpoint takes a picture: as the body, in a form, or in JSON.</summary>
    public static RouteHandlerBuilder AcceptsPicture(this RouteHandlerBuilder endpoint) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The picture: JPEG, PNG, WebP, GIF, AVIF or TIFF. What it is, is decided by its content.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/octet-stream"] = new() { Schema = Binary },
                ["image/jpeg"] = new() { Schema = Binary },
                ["image/png"] = new() { Schema = Binary },
                ["multipart/form-data"] = new() { Schema = Form("file") },
                ["application/json"] = new() { Schema = Base64() },
            },
        };
        return Task.CompletedTask;
    });

    /// <summary>The endpoint takes many pictures: a zip archive, or the files of a form.</summary>
    public static RouteHandlerBuilder AcceptsPictures(this RouteHandlerBuilder endpoint) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "The pictures: a zip archive, whose entries are stored or deflated, or every file of a form.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/zip"] = new() { Schema = Binary },
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "file" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "As often as there are pictures; an empty one is refused by itself." },
                        },
                    },
                },
            },
        };
        return Task.CompletedTask;
    });

    /// <summary>The endpoint takes a form with a picture in one of those fields.</summary>
    public static RouteHandlerBuilder AcceptsForm(this RouteHandlerBuilder endpoint, params string[] fields) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = Form(fields) } },
        };
        return Task.CompletedTask;
    });

    /// <summary>The endpoint heeds a header.</summary>
    public static RouteHandlerBuilder WithHeaderParameter(this RouteHandlerBuilder endpoint, string name, string description) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        return Task.CompletedTask;
    });

    /// <summary>The endpoint knows a request that is sent again by its <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder AcceptsIdempotencyKey(this RouteHandlerBuilder endpoint) => endpoint.WithHeaderParameter(
        IdempotencyKeys.Header,
        "Names this request for 24 hours: the same again gives the same answer under the same id, with Idempotency-Replayed: true; anything else under the key is 422.");

    /// <summary>The endpoint classifies pictures anew when its client wishes so.</summary>
    public static RouteHandlerBuilder HeedsCacheControl(this RouteHandlerBuilder endpoint) => endpoint.WithHeaderParameter(
        "Cache-Control", "no-cache: classify pictures even when their answers are known. Without it the member cached tells of an answer that was, and for a single picture Cache-Status.");

    private static OpenApiSchema Form(params string[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        AnyOf = [.. fields.Select(field => new OpenApiSchema { Required = new HashSet<string> { field } })],
        Properties = fields.ToDictionary(field => field, _ => (IOpenApiSchema)Binary),
    };

    private static OpenApiSchema Base64() => new()
    {
        Type = JsonSchemaType.Object,
        AnyOf = [new OpenApiSchema { Required = new HashSet<string> { "base64" } }, new OpenApiSchema { Required = new HashSet<string> { "url" } }],
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["base64"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte" },
            ["url"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri", Description = "Where the picture is to be fetched, if the service does that." },
        },
    };
}
