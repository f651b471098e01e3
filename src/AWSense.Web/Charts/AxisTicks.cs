using System.Globalization;

namespace AWSense.Web.Charts;

/// <summary>Where an axis has its marks, and what stands there.</summary>
/// <param name="Max">The end of the axis; the beginning is 0.</param>
/// <param name="Marks">Values and labels, ascending.</param>
public sealed record AxisTicks(double Max, IReadOnlyList<(double Value, string Label)> Marks)
{
    private static readonly double[] TimeSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];

    /// <summary>Round numbers from 0 to at least a value.</summary>
    /// <param name="max">The largest value to show; not above 0 counts as 1.</param>
    /// <param name="count">About how many marks beyond 0.</param>
    public static AxisTicks Numbers(double max, int count)
    {
        max = max > 0 ? max : 1;
        var step = RoundStep(max / count);
        var marks = (int)Math.Ceiling((max / step) - 1e-9);
        return new(marks * step, [.. Enumerable.Range(0, marks + 1).Select(mark => (mark * step, Label(mark * step)))]);
    }

    /// <summary>Round times from 0 to an end.</summary>
    /// <param name="seconds">The end of the axis, above 0.</param>
    /// <param name="countMax">The most marks beyond 0.</param>
    public static AxisTicks Times(double seconds, int countMax)
    {
        var step = Array.Find(TimeSteps, candidate => seconds / candidate <= countMax) is > 0 and var found ? found : seconds;
        var marks = (int)(seconds / step);
        return new(seconds, [.. Enumerable.Range(0, marks + 1).Select(mark => (mark * step, TimeLabel(mark * step, step)))]);
    }

    /// <summary>A time after the start: hours and minutes, and seconds where they matter.</summary>
    public static string TimeLabel(double seconds, double step)
    {
        var whole = (long)Math.Round(seconds);
        return step < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}");
    }

    /// <summary>The next of 1, 2 and 5 times a power of ten.</summary>
    private static double RoundStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return (least / power) switch
        {
            <= 1 + 1e-9 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }

    private static string Label(double value) => value switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.##}M"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.##}k"),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
