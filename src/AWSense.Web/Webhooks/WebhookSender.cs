using System.Net;
using System.Net.Http.Headers;
using AWSense.Web.Outbound;

namespace AWSense.Web.Webhooks;

/// <summary>What came of a try to deliver.</summary>
/// <param name="Status">What the receiver answered; null when it didn't.</param>
/// <param name="Error">Why it failed; null when the receiver has taken it.</param>
/// <param name="Answer">The begin of what the receiver answered, at most 1 KiB.</param>
internal sealed record WebhookAttempt(int? Status, string? Error, string Answer)
{
    /// <summary>The receiver wants no more of it (410, as the specification says).</summary>
    public bool IsFinal => Status == (int)HttpStatusCode.Gone;
}

/// <summary>Tries a delivery once.</summary>
internal sealed class WebhookSender(WebhookOptions options, ResolveHost resolve, TimeProvider time) : IDisposable
{
    private const int AnswerBytesMax = 1024;

    private readonly HttpClient http = GuardedHttp.Create(options.Targets, options.Timeout, resolve);

    /// <summary>Sends a signed delivery. Only an answer of 2xx counts as taken; a redirect is not followed.</summary>
    public async Task<WebhookAttempt> SendAsync(string url, string id, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.Timeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Targets.Check(url)) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (name, value) in WebhookSignature.Headers(id, time.GetUtcNow(), body, options.Secrets))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var answer = await BeginOfAsync(response, both.Token);
            var status = (int)response.StatusCode;
            return new(status, response.IsSuccessStatusCode ? null : $"The receiver answered {status}.", answer);
        }
        catch (Exception exception) when (exception is TargetException or HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(null, GuardedHttp.Describe(exception), "");
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<string> BeginOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var begin = new byte[AnswerBytesMax];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(begin, 0, read);
    }
}
