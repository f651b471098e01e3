using System.Text.Json.Nodes;

namespace AWSense.Infrastructure.Tests.Support;

/// <summary>Looks into templates.</summary>
internal static class TemplateReading
{
    /// <summary>The properties of all resources of a type, by logical id.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Of(this JsonObject template, string type) => template["Resources"]!.AsObject()
        .Where(resource => resource.Value!["Type"]!.GetValue<string>() == type)
        .ToDictionary(resource => resource.Key, resource => resource.Value!["Properties"]!.AsObject(), StringComparer.Ordinal);

    /// <summary>How CloudFormation replaces the instances of a group.</summary>
    public static JsonNode RollingUpdate(this JsonObject template, string id) => template["Resources"]![id]!["UpdatePolicy"]!["AutoScalingRollingUpdate"]!;

    /// <summary>The properties of the resource of a type whose id begins so.</summary>
    public static JsonObject The(this JsonObject template, string type, string id) =>
        Assert.Single(template.Of(type), resource => resource.Key.StartsWith(id, StringComparison.Ordinal)).Value;

    /// <summary>The statements of a policy document, with actions and resources as lists.</summary>
    public static IEnumerable<JsonObject> Statements(this JsonNode policy) => policy["Statement"]!.AsArray().Select(statement => statement!.AsObject());

    /// <summary>One value or many, as many.</summary>
    public static IReadOnlyList<JsonNode> Many(this JsonNode? node) => node is JsonArray array ? [.. array.Select(item => item!)] : node is null ? [] : [node];

    /// <summary>A text in which references are told by the name of what they refer to: <c>arn:${AWS::Partition}:sqs:…</c>.</summary>
    public static string Flat(this JsonNode? node) => node switch
    {
        null => "",
        JsonValue value => value.ToString(),
        JsonObject item when item["Fn::Join"] is JsonArray join => string.Join(join[0]!.GetValue<string>(), join[1]!.AsArray().Select(Flat)),
        JsonObject item when item["Ref"] is { } reference => $"${{{reference}}}",
        JsonObject item when item["Fn::GetAtt"] is JsonArray attribute => $"${{{attribute[0]}.{attribute[1]}}}",
        JsonObject item when item["Fn::Base64"] is { } text => text.Flat(),
        _ => node.ToJsonString(),
    };
}
