using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace AWSense.Backends.Aws.Query;

/// <summary>Signs a form with Signature Version 4. The signature itself is computed by the SDK; what is signed is put together here.</summary>
/// <remarks>See https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html.</remarks>
internal static class RequestSigner
{
    /// <summary>The only media type of the query protocol.</summary>
    public const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>The headers that make a POST of that body to the root of an endpoint a signed one.</summary>
    public static IReadOnlyDictionary<string, string> Sign(
        Uri endpoint, byte[] body, ImmutableCredentials credentials, string region, string service, DateTimeOffset now)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = ContentType,
            ["host"] = endpoint.IsDefaultPort ? endpoint.Host : endpoint.Authority,
            ["x-amz-date"] = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (credentials.UseToken)
        {
            headers["x-amz-security-token"] = credentials.Token;
        }

        var signed = string.Join(';', headers.Keys);
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var canonical = $"POST\n/\n\n{lines}\n{signed}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        headers["authorization"] = AWS4Signer.ComputeSignature(credentials, region, now.UtcDateTime, service, signed, canonical).ForAuthorizationHeader;
        return headers;
    }
}
