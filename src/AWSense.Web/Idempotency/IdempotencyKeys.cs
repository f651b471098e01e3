using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Problems;
using AWSense.Web.Security;
using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Idempotency;

/// <summary>Clients' <c>Idempotency-Key</c> headers (IETF draft-ietf-httpapi-idempotency-key-header): one key is one request, however often it is sent.</summary>
/// <remarks>
/// A key's first request writes its id into the archive before anything else of it; the conditional create orders those that come at once,
/// at whichever web instance. Who comes later goes on under that id, on which all the rest agrees: the picture, the job, the result. So a process
/// that dies between two steps leaves nothing that the next try wouldn't finish. A key is known for at least <see cref="RetentionOptions.IdempotencyKeyAge"/>.
/// </remarks>
internal sealed class IdempotencyKeys(IObjectStore archive)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says in an answer that the request was known before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int KeyLengthMax = 255;
    private const int TriesMax = 5;

    /// <summary>The id under which a picture is to go on.</summary>
    /// <param name="fresh">A new id, for a request without a key, or with one that is new.</param>
    /// <param name="sha256">Of the picture.</param>
    /// <exception cref="ProblemException">The header is malformed, or the key stands for another request.</exception>
    public Task<KeyedRequest> ClaimAsync(HttpContext context, RequestId fresh, string sha256, ClassificationSpec spec) =>
        ClaimAsync(context, fresh, spec, $"picture {sha256}");

    /// <summary>The id under which a batch is to go on. Its pictures aren't known yet, so of its body the length must be the same here; <c>BatchUploads</c> compares them.</summary>
    /// <inheritdoc cref="ClaimAsync(HttpContext, RequestId, string, ClassificationSpec)"/>
    public Task<KeyedRequest> ClaimBatchAsync(HttpContext context, RequestId fresh, ClassificationSpec spec) =>
        ClaimAsync(context, fresh, spec, $"batch {context.Request.ContentLength}");

    private async Task<KeyedRequest> ClaimAsync(HttpContext context, RequestId fresh, ClassificationSpec spec, string what)
    {
        if (KeyOf(context.Request) is not { } key)
        {
            return new(fresh, spec, IsKnown: false);
        }

        var asked = Hash(string.Create(CultureInfo.InvariantCulture, $"{what} {spec.Model.Name} {spec.TopK} {spec.MinConfidence}"));
        var claim = await ClaimAsync(NameOf(context.Request, key), new(fresh, asked, spec.Model));
        if (claim.Asked != asked)
        {
            throw new ProblemException(ProblemKinds.IdempotencyKeyReused, "Another picture, or another question, was sent with that key. Use a new key for each request.", claim.Id);
        }

        if (claim.Id == fresh)
        {
            return new(fresh, spec, IsKnown: false);
        }

        context.Response.Headers[ReplayedHeader] = "true";
        return new(claim.Id, spec with { Model = claim.Model }, IsKnown: true);
    }

    /// <returns>The claim that stands: this one, or that of the key's first request.</returns>
    private async Task<KeyClaim> ClaimAsync(ObjectKey name, KeyClaim claim)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(claim, KeyClaimJson.Default.KeyClaim);
            if (await archive.TryCreateAsync(name, json, Durability.PowerLoss, CancellationToken.None))
            {
                return claim;
            }

            using var standing = await archive.GetAsync(name, CancellationToken.None);
            if (standing is not null)
            {
                return JsonSerializer.Deserialize(standing.Memory.Span, KeyClaimJson.Default.KeyClaim)
                    ?? throw new InvalidOperationException($"{name} holds no claim.");
            }

            // It was removed in between, for its age; then the key is new again.
        }

        throw new ProblemException(ProblemKinds.Unavailable, "The Idempotency-Key could be neither read nor written.");
    }

    /// <summary>A key is its client's own: two API keys never meet in one.</summary>
    private static ObjectKey NameOf(HttpRequest request, string key)
    {
        var owner = AccessPolicy.KeyOf(request) is { } apiKey ? ApiKeyStore.CookieOf(apiKey) : request.Cookies[AccessPolicy.Cookie] ?? "";
        return ObjectKey.OfHash(ObjectKind.IdempotencyKey, Hash($"{owner}\n{key}"));
    }

    /// <summary>The draft has the key in quotes; most clients send it bare.</summary>
    private static string? KeyOf(HttpRequest request)
    {
        var values = request.Headers[Header];
        if (values.Count == 0)
        {
            return null;
        }

        var key = values.Count == 1 ? values[0] ?? "" : "";
        key = key is ['"', .. var quoted, '"'] ? quoted : key;
        return key.Length is > 0 and <= KeyLengthMax && key.All(part => part is >= ' ' and <= '~' and not '"')
            ? key
            : throw new ProblemException(ProblemKinds.Malformed, $"{Header} takes one key of 1 to {KeyLengthMax} printable ASCII characters, such as a UUID.");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
