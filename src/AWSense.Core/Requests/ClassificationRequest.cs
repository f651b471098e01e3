using AWSense.Core.Models;

namespace AWSense.Core.Requests;

/// <summary>One picture to classify, as it travels in the queue: where the picture lies, never the picture itself (claim check).</summary>
/// <param name="Id">The request's id; the picture lies in the archive under <c>inputs/{id}</c>.</param>
/// <param name="Sha256">SHA-256 of the picture's bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Size of the picture, at least 1.</param>
/// <param name="Model">The model and version that answers, fixed when the request was accepted.</param>
/// <param name="TopK">The most labels to answer with, from 1 to <see cref="RequestLimits.TopKMax"/>.</param>
/// <param name="MinConfidence">Labels below it are left out, from 0 to 1.</param>
/// <param name="ReplyTo">Address of the response queue of the web instance that waits; empty when nobody does, and no reply is sent.</param>
/// <param name="AcceptedAt">When the web tier took the picture.</param>
/// <param name="Deadline">A worker that leases the request later than this completes it as expired.</param>
/// <param name="TraceParent">The W3C trace context of the accepting HTTP request, or null.</param>
/// <param name="AcceptMs">How long the web tier took up to sending the message, in milliseconds.</param>
public sealed record ClassificationRequest(
    RequestId Id,
    string Sha256,
    long Bytes,
    ModelVersion Model,
    int TopK,
    double MinConfidence,
    string ReplyTo,
    DateTimeOffset AcceptedAt,
    DateTimeOffset Deadline,
    string? TraceParent = null,
    double AcceptMs = 0)
{
    /// <summary>Whether a web instance waits for the reply.</summary>
    public bool IsAwaited => ReplyTo.Length > 0;
}

/// <summary>Bounds of what a request may ask for.</summary>
public static class RequestLimits
{
    /// <summary>The most labels that can be asked for.</summary>
    public const int TopKMax = 100;

    /// <summary>Labels answered when nobody says how many.</summary>
    public const int TopKDefault = 5;

    /// <summary>The longest queue message, so that it fits the smallest queue a grader of the course sets up.</summary>
    public const int MessageBytesMax = 1024;
}
