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
    RequestId? AnswerOf = null)
{
    /// <summary>An outcome without labels.</summary>
    /// <param name="error">Why there are none.</param>
    /// <param name="deadLetter">Whether the request was given up after crashes.</param>
    public static ClassificationResult Without(
        RequestId id, ModelVersion model, RequestState state, RequestError error, DateTimeOffset acceptedAt, DateTimeOffset now, bool deadLetter = false) =>
        new(id, state, model, [], null, error, deadLetter, acceptedAt, now, new());

    /// <summary>Who handled it; null when no worker did, and in results of versions that didn't keep it.</summary>
    public ResultHandling? Handling { get; init; }
}

/// <summary>How a worker came to an outcome.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Deliveries">How often the request had been given to a worker, this time included; approximate on SQS.</param>
/// <param name="TraceId">The W3C trace id of the request that sent the picture, 32 hexadecimal digits; null when it wasn't traced.</param>
public sealed record ResultHandling(string Worker, int Deliveries, string? TraceId);

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
public sealed record RequestError(string Code, string Detail)
{
    /// <summary>The stage that did not end, <c>decode</c> or <c>infer</c>, of requests that hung. Missing for all others: a worker that dies of a picture can't say where.</summary>
    public string? Stage { get; init; }
}
