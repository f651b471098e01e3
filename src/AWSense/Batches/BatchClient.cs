using System.Globalization;
using System.Net;
using System.Text.Json;
using AWSense.Core;
using AWSense.Core.Requests;
using AWSense.Hosting;
using AWSense.Web.Batches;
using AWSense.Web.Problems;

namespace AWSense.Batches;

/// <summary>Sends batches to a service and reads what came of them.</summary>
/// <param name="query">What is asked of the pictures, as the query of the URL.</param>
internal sealed class BatchClient(HttpClient http, string query)
{
    private const int TriesMax = 6;
    private static readonly Backoff Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>Sends the files of a batch; when that is cut or the service is full, the same again, which adds what is missing.</summary>
    /// <param name="content">Makes what is sent, anew for each try.</param>
    /// <exception cref="CommandFailedException">The service refuses it, or doesn't take it after several tries.</exception>
    public async Task SendAsync(RequestId id, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var (problem, pause) = await TryAsync(id, content(), Backoff.After(tries), cancellationToken);
            if (problem is null || await IsCompleteAsync(id, cancellationToken))
            {
                return;
            }

            if (tries == TriesMax)
            {
                throw new CommandFailedException($"{problem} Given up after {tries} tries; go on later with: --resume {id}");
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>How the batch stands; null when the service knows none of that id.</summary>
    public async Task<BatchBody?> FindAsync(RequestId id, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"/v1/batches/{id}", cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null
            : response.IsSuccessStatusCode ? Read<BatchBody>(await response.Content.ReadAsByteArrayAsync(cancellationToken))
            : throw new CommandFailedException($"The service answers {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    /// <summary>The outcomes, by their number.</summary>
    public async IAsyncEnumerable<BatchResult> ResultsAsync(
        RequestId id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"/v1/batches/{id}/results.ndjson", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return Read<BatchResult>(System.Text.Encoding.UTF8.GetBytes(line));
        }
    }

    /// <returns>What went wrong, null when nothing did, and how long to wait before the next try.</returns>
    private async Task<(string? Problem, TimeSpan Pause)> TryAsync(RequestId id, HttpContent content, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/batches/{id}?{query}") { Content = content };
        request.Headers.ExpectContinue = true; // so that a refusal is read before everything is sent
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return (null, pause);
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var detail = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? Read<ProblemBody>(System.Text.Encoding.UTF8.GetBytes(text)).Detail
                : text;
            return response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
                ? (detail, response.Headers.RetryAfter?.Delta is { } wished && wished > pause ? wished : pause)
                : throw new CommandFailedException($"The service answers {(int)response.StatusCode}: {detail}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"The upload to {http.BaseAddress} failed: {exception.Message}"), pause);
        }
    }

    // An answer that got lost may have been a good one.
    private async Task<bool> IsCompleteAsync(RequestId id, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(id, cancellationToken) is { Upload.State: UploadState.Complete };
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static T Read<T>(byte[] json) => JsonSerializer.Deserialize<T>(json, ServiceJson.Options)!;
}

/// <summary>The service's JSON.</summary>
internal static class ServiceJson
{
    public static JsonSerializerOptions Options { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
