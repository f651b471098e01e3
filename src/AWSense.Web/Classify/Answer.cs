using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Classify;

/// <summary>The answer to a classification.</summary>
/// <param name="Id">The request's id; the picture and this answer can be read under it later.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="Labels">Best first.</param>
/// <param name="Image">What the picture is.</param>
/// <param name="Timings">Where the time went, in milliseconds.</param>
/// <param name="Cached">True when the labels are those of another request for the same picture; missing when a worker has classified this one.</param>
public sealed record ClassificationAnswer(
    RequestId Id,
    ModelVersion Model,
    IReadOnlyList<LabelScore> Labels,
    ImageInfo Image,
    [property: JsonPropertyName("timings_ms")] StageTimings Timings,
    bool? Cached = null)
{
    /// <summary>The answer of a succeeded request.</summary>
    internal static ClassificationAnswer Of(ClassificationResult result, StageTimings timings) =>
        new(result.Id, result.Model, result.Labels, result.Image!, timings, result.AnswerOf is null ? null : true);
}

/// <summary>The stages of an answer, as HTTP tells them.</summary>
internal static class ServerTiming
{
    /// <summary>Adds what only the web tier knows: how long accept, archive and reply took, and the total.</summary>
    public static StageTimings Complete(ClassificationReply reply, double acceptMs, DateTimeOffset now, TimeSpan total)
    {
        var replyMs = Math.Round(Math.Max(0, (now - reply.ArchivedAt).TotalMilliseconds), 3);
        var known = reply.Result.Timings with { Accept = acceptMs, Archive = reply.ArchiveMs, Reply = replyMs };
        var timings = known.WithTotal(Math.Round(total.TotalMilliseconds, 3));
        return timings with { Queue = Math.Round(timings.Queue ?? 0, 3) };
    }

    /// <summary>Writes the <c>Server-Timing</c> header.</summary>
    public static void Write(HttpResponse response, StageTimings timings)
    {
        var text = new StringBuilder();
        foreach (var (stage, milliseconds) in timings.Enumerate().Append(("total", timings.Total ?? 0)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? ", " : "")}{stage};dur={milliseconds:0.###}");
        }

        response.Headers["Server-Timing"] = text.ToString();
    }
}
