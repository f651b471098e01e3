using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Core.Results;

/// <summary>Results and replies as JSON, in snake_case, without nulls; unknown fields are ignored on reading.</summary>
public static class ResultJson
{
    /// <summary>Writes a result as it is archived.</summary>
    public static byte[] Serialize(ClassificationResult result) =>
        JsonSerializer.SerializeToUtf8Bytes(result, ResultJsonContext.Default.ClassificationResult);

    /// <summary>Writes a reply as it travels in a response queue.</summary>
    public static byte[] Serialize(ClassificationReply reply) =>
        JsonSerializer.SerializeToUtf8Bytes(reply, ResultJsonContext.Default.ClassificationReply);

    /// <summary>Reads an archived result.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ClassificationResult DeserializeResult(ReadOnlySpan<byte> json) =>
        Read(json, ResultJsonContext.Default.ClassificationResult);

    /// <summary>Reads a reply.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ClassificationReply DeserializeReply(ReadOnlySpan<byte> json) =>
        Read(json, ResultJsonContext.Default.ClassificationReply);

    private static T Read<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new FormatException($"There is no {typeof(T).Name} in null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This can't be read as {typeof(T).Name}.", exception);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ClassificationResult))]
[JsonSerializable(typeof(ClassificationReply))]
internal sealed partial class ResultJsonContext : JsonSerializerContext;
