using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Dashboard;

/// <summary>Who says whether pages are light or dark.</summary>
public enum ColorSource
{
    /// <summary>The browser, by <c>prefers-color-scheme</c>.</summary>
    System,

    /// <summary>The person, by the switch.</summary>
    Chosen,
}

/// <summary>Whether pages are light or dark. A script keeps it in a cookie, so that the first paint has it right.</summary>
/// <param name="Source">Who says so.</param>
/// <param name="IsDark">Whether they are dark.</param>
public sealed record ColorScheme(ColorSource Source, bool IsDark)
{
    private const string Cookie = "awsense-scheme";

    /// <summary>The next one that the switch leads to: as the system, light, dark, and around.</summary>
    /// <param name="systemIsDark">What the browser prefers.</param>
    public ColorScheme Next(bool systemIsDark) => (Source, IsDark) switch
    {
        (ColorSource.System, _) => new(ColorSource.Chosen, IsDark: false),
        (_, false) => new(ColorSource.Chosen, IsDark: true),
        _ => new(ColorSource.System, systemIsDark),
    };

    /// <summary>What the cookie says; light when there is none.</summary>
    internal static ColorScheme Of(HttpRequest request) => request.Cookies[Cookie] switch
    {
        "light" => new(ColorSource.Chosen, IsDark: false),
        "dark" => new(ColorSource.Chosen, IsDark: true),
        "system-dark" => new(ColorSource.System, IsDark: true),
        _ => new(ColorSource.System, IsDark: false),
    };
}
