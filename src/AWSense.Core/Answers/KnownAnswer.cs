using System.Text.Json.Serialization;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Core.Answers;

/// <summary>What a model says of a picture, whoever asks.</summary>
/// <param name="Id">The request for which it was found out.</param>
/// <param name="Model">The model that said it.</param>
/// <param name="Image">What the picture is, with its hash.</param>
/// <param name="Depth">How many labels were asked for, at least 1; there are fewer only where the model has fewer classes.</param>
/// <param name="Labels">Best first, however unsure.</param>
public sealed record KnownAnswer(RequestId Id, ModelVersion Model, ImageInfo Image, int Depth, IReadOnlyList<LabelScore> Labels)
{
    /// <summary>What a result tells for others; null when it tells nothing, since it failed, or left out labels for their confidence.</summary>
    public static KnownAnswer? Of(ClassificationResult result, int topK, double minConfidence) =>
        result.Labels.Count == topK || minConfidence == 0 ? ForTheSame(result, topK) : null;

    /// <summary>What a result tells for who has asked the very same of the same picture; null when it failed.</summary>
    public static KnownAnswer? ForTheSame(ClassificationResult result, int topK) =>
        result is { State: RequestState.Succeeded, Image: { } image } ? new(result.AnswerOf ?? result.Id, result.Model, image, topK, result.Labels) : null;

    /// <summary>The result of another request for the same picture.</summary>
    /// <param name="topK">At most <see cref="Depth"/>.</param>
    public ClassificationResult ResultOf(JobRecord job, int topK, double minConfidence, StageTimings timings, DateTimeOffset now) => new(
        job.Id,
        RequestState.Succeeded,
        Model,
        [.. Labels.Take(topK).Where(label => label.Confidence >= minConfidence)],
        Image,
        null,
        DeadLetter: false,
        job.AcceptedAt,
        now,
        timings,
        Id);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(KnownAnswer))]
internal sealed partial class KnownAnswerJson : JsonSerializerContext;
