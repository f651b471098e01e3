using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Web.Inference;

/// <summary>The JSON of an inference.</summary>
/// <param name="Inputs">One of the model's inputs.</param>
/// <param name="Id">The client's name for the request, which its answer repeats.</param>
/// <param name="Parameters">What is asked of the request as a whole.</param>
/// <param name="Outputs">The outputs wanted; all when it is missing or empty.</param>
internal sealed record InferRequest(
    IReadOnlyList<InputTensor> Inputs, string? Id = null, InferParameters? Parameters = null, IReadOnlyList<RequestedOutput>? Outputs = null);

/// <summary>An input.</summary>
/// <param name="Data">Where its elements stand in the JSON; null when they follow it.</param>
internal sealed record InputTensor(
    string Name, IReadOnlyList<long> Shape, string Datatype, InferParameters? Parameters = null, JsonRange? Data = null);

/// <summary>An output that is wanted.</summary>
internal sealed record RequestedOutput(string Name, InferParameters? Parameters = null);

/// <summary>The parameters that are heeded. Others are ignored, as the protocol allows: clients send some unasked.</summary>
/// <param name="BinaryDataSize">Of an input: its bytes behind the JSON.</param>
/// <param name="BinaryData">Of an output: whether it is to follow the JSON.</param>
/// <param name="BinaryDataOutput">Of a request: the same for outputs that don't say.</param>
/// <param name="TopK">Of a request: labels a picture.</param>
/// <param name="Classification">Of an output: that many elements, as texts <c>confidence:index:label</c>.</param>
internal sealed record InferParameters(
    long? BinaryDataSize = null, bool? BinaryData = null, bool? BinaryDataOutput = null, int? TopK = null, int? Classification = null);

/// <summary>A value that isn't read yet: where it stands in the JSON, so that pixels needn't become an object each.</summary>
[JsonConverter(typeof(JsonRangeConverter))]
internal readonly record struct JsonRange(int Start, int End)
{
    /// <summary>The value's text.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json[Start..End];
}

/// <summary>Notes where a value stands. Works on JSON that is read from one piece of memory.</summary>
internal sealed class JsonRangeConverter : JsonConverter<JsonRange>
{
    public override JsonRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(start, (int)reader.BytesConsumed);
    }

    public override void Write(Utf8JsonWriter writer, JsonRange value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A place in a text is never written.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InferRequest))]
internal sealed partial class InferRequestJson : JsonSerializerContext;
