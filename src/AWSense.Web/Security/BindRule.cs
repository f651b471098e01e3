using System.Net;

namespace AWSense.Web.Security;

/// <summary>Who listens beyond this machine asks for a key.</summary>
public static class BindRule
{
    /// <summary>Whether all addresses are on the loopback.</summary>
    /// <param name="urls">Addresses, separated by semicolons as in <c>ASPNETCORE_URLS</c>.</param>
    public static bool IsLoopback(string urls) => urls
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .All(url => HostOf(url) is var host && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))));

    /// <summary>Why the service may not listen there, in words; null when it may.</summary>
    public static string? FindProblem(string urls, AuthOptions auth, ApiKeyStore keys) => (IsLoopback(urls), auth.Required) switch
    {
        _ when keys.List().Count > 0 => null,
        (false, _) => $"{urls} can be reached from other machines, and there is no API key. Make one with: awsense key add NAME",
        (_, true) => "Auth:Required is true, and there is no API key, so nobody could ask anything. Make one with: awsense key add NAME",
        _ => null,
    };

    // Uri refuses * and +, which mean every address.
    private static string HostOf(string url)
    {
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..].Split('/')[0];
        var host = authority.StartsWith('[') ? authority[1..Math.Max(1, authority.IndexOf(']'))] : authority.Split(':')[0];
        return host.ToLowerInvariant();
    }
}
