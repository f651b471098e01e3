using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Classify;

/// <summary>What a client prefers, by the <c>Prefer</c> header of RFC 7240. Preferences that are not known or not valid are ignored, as it says.</summary>
/// <param name="RespondAsync">The client doesn't want to wait.</param>
/// <param name="Wait">How long it wants to wait; null when it doesn't say.</param>
internal sealed record Preferences(bool RespondAsync, TimeSpan? Wait)
{
    /// <summary>Reads the header, and says in the response what is applied.</summary>
    /// <param name="waitMax">A longer wait is cut to this.</param>
    public static Preferences Apply(HttpContext context, TimeSpan waitMax)
    {
        var wishes = context.Request.Headers["Prefer"]
            .SelectMany(value => (value ?? "").Split([',', ';']))
            .Select(wish => wish.Split('=', 2, StringSplitOptions.TrimEntries))
            .ToLookup(wish => wish[0].ToLowerInvariant(), wish => wish.ElementAtOrDefault(1)?.Trim('"'));
        var respondAsync = wishes.Contains("respond-async");
        var wait = int.TryParse(wishes["wait"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, waitMax.TotalSeconds))
            : (TimeSpan?)null;
        var applied = (respondAsync, wait) switch
        {
            (true, null) => "respond-async",
            (true, { } bound) => $"respond-async, wait={bound.TotalSeconds:0}",
            (false, { } bound) => $"wait={bound.TotalSeconds:0}",
            _ => null,
        };
        if (applied is not null)
        {
            context.Response.Headers["Preference-Applied"] = applied;
        }

        // Both together mean: wait that long, then go on without me (RFC 7240, section 4.3).
        return new(respondAsync && wait is null, wait);
    }
}
