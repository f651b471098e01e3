using System.Net;

namespace AWSense.Web.Outbound;

/// <summary>Which addresses of others the service itself may call. Nothing of it weakens what isn't named.</summary>
public sealed class TargetRules
{
    private const int UrlCharactersMax = 2048;

    // Below are the ports of mail, shells and the like, where an HTTP request could mean something else.
    private const int FreePortsMin = 1024;

    /// <summary>Hosts that may be called, such as <c>hooks.example.com</c> or <c>*.example.com</c>. The default is none named, which allows every public one.</summary>
    public IList<string> Hosts { get; init; } = [];

    /// <summary>Whether http is allowed beside https. The default is false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Networks such as <c>10.1.0.0/16</c> that may be called although they aren't public. The default is none.</summary>
    public IList<string> AllowNetworks { get; init; } = [];

    /// <summary>Checks a URL as far as that goes before its host is looked up.</summary>
    /// <exception cref="TargetException">It may not be called; it says why.</exception>
    public Uri Check(string url)
    {
        if (url.Length > UrlCharactersMax || !Uri.TryCreate(url, UriKind.Absolute, out var target) || target.IdnHost.Length == 0)
        {
            throw new TargetException($"It is no absolute URL of at most {UrlCharactersMax:N0} characters.");
        }

        return Check(target);
    }

    /// <inheritdoc cref="Check(string)"/>
    public Uri Check(Uri target)
    {
        if (target.Scheme != Uri.UriSchemeHttps && !(AllowHttp && target.Scheme == Uri.UriSchemeHttp))
        {
            throw new TargetException(AllowHttp ? "Only http and https are called." : "Only https is called.");
        }

        if (target.UserInfo.Length > 0)
        {
            throw new TargetException("A URL may not carry a name or a password.");
        }

        if (!target.IsDefaultPort && target.Port < FreePortsMin)
        {
            throw new TargetException($"The port {target.Port} isn't called; allowed are the scheme's own and those from {FreePortsMin} on.");
        }

        return Hosts.Count == 0 || Hosts.Any(pattern => Matches(pattern, target.IdnHost))
            ? target
            : throw new TargetException($"The host {target.IdnHost} isn't among those that may be called.");
    }

    /// <summary>Checks where a host has led. All its addresses must be allowed: a name that leads inside as well is a trap.</summary>
    /// <exception cref="TargetException">Some may not be called.</exception>
    public void Check(string host, IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            throw new TargetException($"The host {host} has no address.");
        }

        if (!addresses.All(IsAllowed))
        {
            throw new TargetException($"The host {host} leads to an address that isn't public.");
        }
    }

    /// <summary>What is wrong with the networks, in words; empty when nothing is.</summary>
    public IEnumerable<string> FindProblems(string section) => AllowNetworks
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => $"{section}:Targets:AllowNetworks names \"{network}\", which is no network such as 10.1.0.0/16.");

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private bool IsAllowed(IPAddress address) => PublicAddresses.Contain(address)
        || AllowNetworks.Any(network => IPNetwork.Parse(network).Contains(PublicAddresses.Plain(address)));
}

/// <summary>An address of another's may not be called.</summary>
public sealed class TargetException(string message) : Exception(message);
