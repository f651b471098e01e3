using System.Text.Json.Nodes;
using AWSense.Core.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AWSense.Web.OpenApi;

/// <summary>What the HTTP interface promises and signatures can't say: bounds of parameters, missing members, headers of answers.</summary>
internal static class ContractDetails
{
    private static readonly Dictionary<string, Action<OpenApiSchema>> Parameters = new(StringComparer.Ordinal)
    {
        ["id"] = schema => schema.Format = "uuid",
        ["before"] = schema => schema.Format = "uuid",
        ["state"] = schema => schema.Enum = [.. Enum.GetValues<RequestState>().Select(state => (JsonNode)JsonValue.Create(state.ToWireName()))],
        ["limit"] = schema => (schema.Type, schema.Minimum, schema.Maximum) = (JsonSchemaType.Integer, "1", "1000"),
        ["seconds"] = schema => (schema.Type, schema.Minimum, schema.Maximum) = (JsonSchemaType.Integer, "1", "900"),
        ["since"] = schema => schema.Format = "date-time",
        ["until"] = schema => schema.Format = "date-time",
        ["label"] = schema => schema.MaxLength = 200,
        ["top_k"] = schema => (schema.Type, schema.Minimum, schema.Maximum) = (JsonSchemaType.Integer, "1", "100"),
        ["min_confidence"] = schema => (schema.Type, schema.Minimum, schema.Maximum) = (JsonSchemaType.Number, "0", "1"),
    };

    private static readonly (string Status, string Name, string Description)[] Headers =
    [
        ("202", "Location", "Where the job is."),
        ("202", "Retry-After", "Seconds after which it is worth looking."),
        ("401", "WWW-Authenticate", "Bearer."),
        ("503", "Retry-After", "Seconds after which it is worth trying again."),
    ];

    /// <summary>Bounds the parameters of an operation, and names the headers of its answers.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (parameter.Schema is OpenApiSchema schema && Parameters.TryGetValue(parameter.Name ?? "", out var bound))
            {
                (schema.Pattern, schema.Format) = (null, null);
                bound(schema);
            }
        }

        foreach (var (status, name, description) in Headers)
        {
            AddHeader(operation, status, name, description);
        }

        if (operation.OperationId is "classify" or "legacy")
        {
            AddHeader(operation, "200", "Server-Timing", "The stages and the total, in milliseconds.");
        }

        return Task.CompletedTask;
    }

    /// <summary>A member without a value is left out of an answer, so it is neither required nor null.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null))
        {
            schema.Required?.Remove(property.Name);
        }

        if (context.JsonTypeInfo.Type == typeof(RequestId) || context.JsonTypeInfo.Type == typeof(RequestId?))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
        }

        return Task.CompletedTask;
    }

    private static void AddHeader(OpenApiOperation operation, string status, string name, string description)
    {
        if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }
}
