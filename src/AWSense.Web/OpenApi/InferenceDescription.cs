using System.Text.Json.Nodes;
using AWSense.Web.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace AWSense.Web.OpenApi;

/// <summary>Describes the body of an inference, which the endpoint reads by itself.</summary>
internal static class InferenceDescription
{
    /// <summary>The endpoint takes an inference of the Open Inference Protocol.</summary>
    public static RouteHandlerBuilder AcceptsInference(this RouteHandlerBuilder endpoint) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "An inference as JSON, and behind it the data that binary_data_size announces.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = Inference() },
                ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", MinLength = 1 } },
            },
        };
        return Task.CompletedTask;
    });

    private static OpenApiSchema Inference() => Object(["inputs"], new()
    {
        ["id"] = new() { Type = JsonSchemaType.String },
        ["parameters"] = Object([], new()
        {
            ["top_k"] = Integer("1", "100"),
            ["binary_data_output"] = new() { Type = JsonSchemaType.Boolean },
        }),
        ["inputs"] = new() { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = 1, Items = Input() },
        ["outputs"] = new() { Type = JsonSchemaType.Array, Items = Output() },
    });

    private static OpenApiSchema Input() => Object(["name", "shape", "datatype"], new()
    {
        ["name"] = OneOf(ModelTensors.Image, ModelTensors.Pixels),
        ["shape"] = new() { Type = JsonSchemaType.Array, Items = Integer("1", null) },
        ["datatype"] = OneOf(ModelTensors.Bytes, ModelTensors.UInt8),
        ["parameters"] = Object([], new() { ["binary_data_size"] = Integer("0", null) }),
        ["data"] = new() { Type = JsonSchemaType.Array },
    });

    private static OpenApiSchema Output() => Object(["name"], new()
    {
        ["name"] = OneOf([.. ModelTensors.Outputs]),
        ["parameters"] = Object([], new()
        {
            ["binary_data"] = new() { Type = JsonSchemaType.Boolean },
            ["classification"] = Integer("1", "100"),
        }),
    });

    private static OpenApiSchema Object(HashSet<string> required, Dictionary<string, OpenApiSchema> properties) => new()
    {
        Type = JsonSchemaType.Object,
        Required = required,
        Properties = properties.ToDictionary(property => property.Key, property => (IOpenApiSchema)property.Value),
    };

    private static OpenApiSchema Integer(string? minimum, string? maximum) => new() { Type = JsonSchemaType.Integer, Minimum = minimum, Maximum = maximum };

    private static OpenApiSchema OneOf(params string[] values) => new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };
}
