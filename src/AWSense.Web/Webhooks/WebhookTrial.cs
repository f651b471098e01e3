using System.Net;
using System.Text.Json;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Jobs;

namespace AWSense.Web.Webhooks;

/// <summary>What a receiver answered to a sample.</summary>
/// <param name="Id">The sample's <c>webhook-id</c>.</param>
/// <param name="Status">What was answered; null when nothing was.</param>
/// <param name="Error">Why it failed; null when the receiver has taken it.</param>
/// <param name="Answer">The begin of what was answered.</param>
public sealed record WebhookTrialResult(string Id, int? Status, string? Error, string Answer);

/// <summary>Tries a receiver with a sample.</summary>
public static class WebhookTrial
{
    /// <summary>Sends a signed sample, of a job that never was, with all the guards of a real delivery.</summary>
    public static async Task<WebhookTrialResult> SendAsync(WebhookOptions options, string url, TimeProvider time, CancellationToken cancellationToken)
    {
        using var sender = new WebhookSender(options, Dns.GetHostAddressesAsync, time);
        var (id, now) = (RequestId.New(time), time.GetUtcNow());
        var body = JsonSerializer.SerializeToUtf8Bytes(Sample(id, now), WebJson.Default.WebhookEvent);
        var attempt = await sender.SendAsync(url, id.ToString(), body, cancellationToken);
        return new(id.ToString(), attempt.Status, attempt.Error, attempt.Answer);
    }

    private static WebhookEvent Sample(RequestId id, DateTimeOffset now)
    {
        var model = new ModelVersion("sample", "1");
        var sha256 = new string('0', 64);
        var result = new ClassificationResult(
            id, RequestState.Succeeded, model, [new(281, "tabby", "n02123045", 0.9)], new("jpeg", 640, 480, sha256), null, false, now, now, new());
        return new("job.succeeded", now, JobBody.Of(new(id, now, Lane.Interactive, model, "sample.jpg", sha256, 1, "jpeg"), result, null));
    }
}
