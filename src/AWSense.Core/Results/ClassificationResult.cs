using System.Text.Json.Serialization;
using AWSense.Core.Models;
using AWSense.Core.Requests;

namespace AWSense.Core.Results;

/// <summary>The one outcome of a request, archived once under <c>results/{id}</c> and never changed after.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="State">A final state.</param>
/// <param name="Model">The model and version that answered, or was to.</param>
/// <param name="Labels">Best first; empty but for succeeded requests.</param>
/// <param name="Image">What the picture is; null when it was never decoded.</param>
/// <param name="Error">Why there are no labels; null for succeeded requests.</param>
/// <param name="DeadLetter">True when the request was given up after crashes, rather than answered.</param>
/// <param name="AcceptedAt">When the web tier took the picture.</param>
/// <param name="FinishedAt">When this outcome was made.</param>
/// <param name="Timings">The stages up to the inference.</param>
/// <param name="AnswerOf">The request whose labels these are, when the same picture was classified before or at the same time; null for what a worker made for this one.</param>
public sealed record ClassificationResult(
    RequestId Id,
    RequestState State,
    ModelVersion Model,
    IReadOnlyList<LabelScore> Labels,
    ImageInfo? Image,
    RequestError? Error,
    bool DeadLetter,
    DateTimeOffset AcceptedAt,
    DateTimeOffset FinishedAt,
    [property: JsonPropertyName("timings_ms")] StageTimings Timings,
    RequestId? AnswerOf = null);

/// <summary>One class and how sure the model is of it.</summary>
/// <param name="Index">The class's place in the model's output, from 0.</param>
/// <param name="Label">Short English name, as the old clients print it; without <c>:</c> and <c>,</c>.</param>
/// <param name="Synset">WordNet id such as <c>n02123159</c>; null for models without.</param>
/// <param name="Confidence">From 0 to 1.</param>
public sealed record LabelScore(int Index, string Label, string? Synset, double Confidence);

/// <summary>What a picture is.</summary>
/// <param name="Format">One of the names in <see cref="Images.ImageFormats"/>, such as <c>jpeg</c>.</param>
/// <param name="Width">In pixels, upright (after the EXIF turn).</param>
/// <param name="Height">In pixels, upright (after the EXIF turn).</param>
/// <param name="Sha256">Of the file's bytes, 64 lower-case hexadecimal digits.</param>
public sealed record ImageInfo(string Format, int Width, int Height, string Sha256);

/// <summary>Why a request has no labels.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>; stable, programs compare it.</param>
/// <param name="Detail">One sentence for people, without paths of the server.</param>
public sealed record RequestError(string Code, string Detail);
