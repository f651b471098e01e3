using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Classifying;

/// <summary>One JSON object a line, with the names of the HTTP API.</summary>
internal sealed class JsonOutput : AnswerOutput
{
    public override void Write(FileAnswer answer)
    {
        var timings = answer is { DecodeMs: { } decode, InferMs: { } infer } ? new AnswerTimings(Math.Round(decode, 3), Math.Round(infer, 3)) : null;
        var line = answer.Error is null
            ? new AnswerLine(answer.File, answer.Model, answer.Labels, answer.Image, null, timings)
            : new AnswerLine(answer.File, answer.Model, null, null, answer.Error, timings);
        Out.WriteLine(JsonSerializer.Serialize(line, AnswerJson.Default.AnswerLine));
    }
}

/// <summary>An answer as it stands in a line of JSON.</summary>
internal sealed record AnswerLine(
    string File,
    Core.Models.ModelVersion Model,
    IReadOnlyList<Core.Results.LabelScore>? Labels,
    Core.Results.ImageInfo? Image,
    Core.Results.RequestError? Error,
    AnswerTimings? TimingsMs);

/// <summary>The stages of a local classification in milliseconds.</summary>
internal sealed record AnswerTimings(double Decode, double Infer);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnswerLine))]
internal sealed partial class AnswerJson : JsonSerializerContext;
