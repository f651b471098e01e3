using System.Diagnostics;
using System.Text.Json;
using AWSense.Core.Requests;
using AWSense.Core.Telemetry;
using AWSense.Web.Inference;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AWSense.Web.Problems;

/// <summary>An error as it is told, by RFC 9457.</summary>
/// <param name="Type">Names the kind: <c>urn:awsense:problem:</c> and the code.</param>
/// <param name="Title">What it is; the same for every occurrence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What it is this time.</param>
/// <param name="Code">The kind, for programs.</param>
/// <param name="JobId">The request it is about, when there is one.</param>
/// <param name="BatchId">The batch it is about, when there is one.</param>
/// <param name="TraceId">Finds the request in traces and logs.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code, RequestId? JobId, RequestId? BatchId, string TraceId, bool Retryable)
{
    private const string MediaType = "application/problem+json";
    private const string RetryAfterSeconds = "5";

    /// <summary>Answers an HTTP request with a problem; below <c>/v2</c> in the shape of that protocol.</summary>
    internal static Task WriteAsync(HttpContext context, ProblemKind kind, string detail, RequestId? jobId, RequestId? batchId)
    {
        var body = new ProblemBody(
            kind.Type, kind.Title, kind.Status, detail, kind.Code, jobId, batchId, Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier, kind.Retryable);
        context.Response.StatusCode = kind.Status;
        if (kind.Status is 429 or 503)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (kind.Status >= 500)
        {
            // As the semantic conventions have it: what went wrong here, not what a client did wrong.
            context.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Add(new(QueueSpans.ErrorType, kind.Code));
        }

        if (kind.Status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        var isInference = context.Request.Path.StartsWithSegments(InferenceEndpoints.Root);
        var json = isInference
            ? JsonSerializer.SerializeToUtf8Bytes(new InferenceError(detail), WebJson.Default.InferenceError)
            : JsonSerializer.SerializeToUtf8Bytes(body, WebJson.Default.ProblemBody);
        return WholeBody.WriteAsync(context, isInference ? "application/json" : MediaType, json);
    }
}
