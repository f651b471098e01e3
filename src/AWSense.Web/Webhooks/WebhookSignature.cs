using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AWSense.Web.Webhooks;

/// <summary>Signs deliveries as the Standard Webhooks specification says: HMAC-SHA256 of id, time and body, with their dots between.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int BytesMin = 24;
    private const int BytesMax = 64;

    /// <summary>Makes a secret.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text is a secret.</summary>
    public static bool IsSecret(string text)
    {
        Span<byte> key = stackalloc byte[BytesMax];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length >= BytesMin;
    }

    /// <summary>The three headers of a delivery.</summary>
    /// <param name="id">Names the delivery; the same at every try, so that receivers know what they have had.</param>
    /// <param name="secrets">Each signs; a receiver needs one of them.</param>
    public static IEnumerable<KeyValuePair<string, string>> Headers(string id, DateTimeOffset now, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signatures = secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), content))}");
        return
        [
            new("webhook-id", id),
            new("webhook-timestamp", timestamp),
            new("webhook-signature", string.Join(' ', signatures)),
        ];
    }
}
