using System.Net;
using AWSense.Web.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Security;

/// <summary>Whether the service can be reached from other machines only with a key.</summary>
/// <param name="KeyRequired">Whether a key is needed.</param>
/// <param name="LoopbackOnly">Whether the service listens on the loopback alone.</param>
public sealed record Exposure(bool KeyRequired, bool LoopbackOnly);

/// <summary>Decides whether a request may pass.</summary>
internal sealed class AccessPolicy(ApiKeyStore keys, Exposure exposure, IOptions<AuthOptions> options)
{
    /// <summary>Name of the cookie that stands for a key.</summary>
    public const string Cookie = "awsense";

    private const string Scheme = "Bearer ";

    private readonly List<IPNetwork> anonymousLegacy = [.. options.Value.AnonymousLegacy.Select(IPNetwork.Parse)];

    /// <summary>Whether a request has what it needs.</summary>
    public bool Allows(HttpContext context) =>
        !exposure.KeyRequired
        || context.Request.Path.StartsWithSegments("/health")
        || context.Request.Path.StartsWithSegments(DashboardAssets.Path)
        || context.Request.Path.StartsWithSegments("/v2/health")
        || IsAnonymousLegacy(context)
        || HasKey(context.Request);

    /// <summary>The key that a request carries; null when it carries none.</summary>
    public static string? KeyOf(HttpRequest request) =>
        (string?)request.Headers.Authorization is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;

    private bool HasKey(HttpRequest request) => KeyOf(request) is { } key
        ? keys.Accepts(key)
        : request.Cookies.TryGetValue(Cookie, out var cookie) && keys.AcceptsCookie(cookie);

    private bool IsAnonymousLegacy(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != "/" || context.Connection.RemoteIpAddress is not { } address)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return anonymousLegacy.Exists(network => network.Contains(plain));
    }
}
