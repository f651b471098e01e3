using System.Globalization;

namespace AWSense.Web.Charts;

/// <summary>A chart as a page shows it: all that is computed, so that many who look at the same chart share the work.</summary>
/// <remarks>The plot is stretched to its box, and all text is HTML around it; so it fits any width, and a telephone can read it.</remarks>
/// <param name="Title">What the values are, with their unit.</param>
/// <param name="Words">The same as a sentence, for those who don't see it.</param>
/// <param name="Lines">What is drawn, and its last value.</param>
/// <param name="Vertical">Marks of the vertical axis: shares of its height from below, and labels.</param>
/// <param name="Horizontal">Marks of the horizontal axis: shares of its length, and labels.</param>
public sealed record PageChart(
    string Title,
    string Words,
    IReadOnlyList<PageChartLine> Lines,
    IReadOnlyList<(double Share, string Label)> Vertical,
    IReadOnlyList<(double Share, string Label)> Horizontal)
{
    /// <summary>Width of the plot's coordinates.</summary>
    public const int Width = 1000;

    /// <summary>Height of the plot's coordinates.</summary>
    public const int Height = 100;

    /// <summary>Moments that are marked: shares of the horizontal axis, and the words that a pointer on them shows.</summary>
    public IReadOnlyList<(double Share, string Words)> Marks { get; init; } = [];

    /// <summary>Draws one.</summary>
    /// <param name="series">Areas first: they are stacked in this order, and lines lie above them.</param>
    /// <param name="least">The vertical axis goes at least this far, so that nothing looks like much.</param>
    /// <param name="format">How a value is told.</param>
    public static PageChart Draw(
        string title, IReadOnlyList<ChartSeries> series, IReadOnlyList<(double Share, string Label)> horizontal, double least, Func<double, string> format)
    {
        var ticks = AxisTicks.Numbers(Math.Max(StepPaths.Largest(series), least), 3);
        var paths = new StepPaths(share => share * Width, value => Height - (value / ticks.Max * Height)).Of(series);
        var lines = series.Zip(paths, (one, path) => new PageChartLine(one.Name, one.Look, one.Filled, path, Last(one) is { } last ? format(last) : "–")).ToList();
        var words = string.Join(", ", series.Zip(lines, (one, line) => $"{line.Name} {line.Last}{(one.Values.Max() is { } most ? $" (at most {format(most)})" : "")}"));
        return new(title, $"{title}. At the end: {words}.", lines, [.. ticks.Marks.Select(mark => (mark.Value / ticks.Max, mark.Label))], horizontal);
    }

    /// <summary>A number in as many digits as tell something.</summary>
    public static string Number(double value) => value.ToString(value is >= 100 or 0 ? "N0" : value >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>A time in seconds or milliseconds; an infinite one never came.</summary>
    public static string Time(double seconds) => double.IsPositiveInfinity(seconds)
        ? "never"
        : seconds >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms");

    private static double? Last(ChartSeries series) => series.Values.Count > 0 ? series.Values[^1] : null;
}

/// <summary>A line or an area of a <see cref="PageChart"/>.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Look">The class of its style.</param>
/// <param name="Filled">An area rather than a line.</param>
/// <param name="Path">Its shape.</param>
/// <param name="Last">Its last value, told.</param>
public sealed record PageChartLine(string Name, string Look, bool Filled, string Path, string Last);
