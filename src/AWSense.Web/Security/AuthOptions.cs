using System.Net;

namespace AWSense.Web.Security;

/// <summary>Who may ask. Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Auth";

    /// <summary>Whether a key is needed on loopback, too. The default is false; beyond loopback a key is always needed.</summary>
    public bool Required { get; set; }

    /// <summary>Networks such as <c>10.0.0.0/8</c> whose <c>POST /</c> needs no key, since the old clients can't send one. The default is none.</summary>
    public IList<string> AnonymousLegacy { get; init; } = [];

    /// <summary>What is wrong with the networks, in words; empty when nothing is.</summary>
    public IEnumerable<string> FindProblems() => AnonymousLegacy
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => $"Auth:AnonymousLegacy names \"{network}\", which is no network such as 10.0.0.0/8.");
}
