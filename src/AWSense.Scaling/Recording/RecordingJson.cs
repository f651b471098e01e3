using System.Text.Json.Serialization;

namespace AWSense.Scaling.Recording;

/// <summary>The lines of a recording.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RecordingHeader))]
[JsonSerializable(typeof(RecordedEvent))]
internal sealed partial class RecordingJson : JsonSerializerContext;
