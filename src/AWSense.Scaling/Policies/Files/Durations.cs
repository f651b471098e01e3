using System.Globalization;
using System.Text.RegularExpressions;

namespace AWSense.Scaling.Policies.Files;

/// <summary>Durations as text: <c>30s</c>, <c>1.5m</c>, <c>500ms</c>, <c>2h</c>, or seconds without a unit.</summary>
internal static partial class Durations
{
    /// <summary>What to write, for a message.</summary>
    public const string Expected = "a duration of at most 8760h, such as 30s, 1.5m, 500ms or 2h";

    private static readonly TimeSpan Max = TimeSpan.FromDays(365);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Duration().Match(text);
        if (!match.Success)
        {
            return false;
        }

        decimal unit = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => TimeSpan.TicksPerSecond,
        };
        var ticks = decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * unit;
        if (ticks > Max.Ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)decimal.Round(ticks));
        return true;
    }

    /// <summary>The shortest exact text in seconds, such as <c>0.5s</c>.</summary>
    public static string Print(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)duration.Ticks / TimeSpan.TicksPerSecond:0.#######}s");

    /// <summary>For a sentence, such as <c>0.5 s</c>.</summary>
    public static string Tell(TimeSpan duration) => $"{Print(duration)[..^1]} s";

    [GeneratedRegex(@"\A([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s|m|h)?\z")]
    private static partial Regex Duration();
}
