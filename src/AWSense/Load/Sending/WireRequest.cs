using System.Net;

namespace AWSense.Load.Sending;

/// <summary>Requests and answers, with what all of them share.</summary>
internal static class WireRequest
{
    /// <summary>The longest answer that is read; a longer one is malformed.</summary>
    private const int AnswerMax = 1 << 20;

    public static HttpRequestMessage Create(HttpMethod method, Uri url, string? apiKey)
    {
        var request = new HttpRequestMessage(method, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (apiKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {apiKey}");
        }

        return request;
    }

    /// <summary>Reads an answer to its end.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(AnswerMax, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
