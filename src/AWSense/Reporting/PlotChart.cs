using System.Globalization;
using System.Text;
using System.Xml.Linq;
using static AWSense.Reporting.SvgShapes;

namespace AWSense.Reporting;

/// <summary>Draws lines and columns over an axis that isn't time, such as a histogram.</summary>
/// <param name="title">What the values are, with their unit.</param>
/// <param name="horizontal">Where the horizontal axis has its marks: shares of its length, from 0 to 1, and labels.</param>
/// <param name="series">What is drawn, in this order.</param>
/// <param name="height">Of the whole, in pixels at full width.</param>
internal sealed class PlotChart(string title, IReadOnlyList<(double Share, string Label)> horizontal, IReadOnlyList<PlotSeries> series, int height)
{
    private const int Width = 960;
    private const int Left = 52;
    private const int Right = 16;
    private const int Top = 26;
    private const int Bottom = 22;
    private const int MarkDistance = 40;

    private readonly AxisTicks values = AxisTicks.Numbers(
        series.SelectMany(one => one.Points).Select(point => point.Value).DefaultIfEmpty().Max(), Math.Max(2, (height - Top - Bottom) / MarkDistance));

    /// <summary>The picture; it takes the width it is given, and its colours from the page.</summary>
    public XElement Draw()
    {
        var svg = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", title));
        svg.Add(Text(title, "title", Left, 14, "start"));
        svg.Add(Legend(Width - Right, series.Where(one => one.Name.Length > 0).Select(one => (one.Name, one.Look, one.Filled))));
        svg.Add(Grid());
        svg.Add(series.Select(Path));
        svg.Add(Line("axis", Left, Y(0), Width - Right, Y(0)));
        return svg;
    }

    private IEnumerable<XElement> Grid()
    {
        foreach (var (value, label) in values.Marks)
        {
            yield return Line("grid", Left, Y(value), Width - Right, Y(value));
            yield return Text(label, "mark", Left - 6, Y(value) + 4, "end");
        }

        foreach (var (share, label) in horizontal)
        {
            yield return Line("grid", X(share), Top, X(share), Y(0));
            yield return Text(label, "mark", X(share), height - 6, X(share) > Width - (2 * Right) ? "end" : "middle");
        }
    }

    private XElement Path(PlotSeries one)
    {
        var path = new StringBuilder();
        foreach (var (from, to, value) in one.Points)
        {
            if (one.Filled)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{X(from):0.#} {Y(0):0.#}V{Y(value):0.#}H{X(to):0.#}V{Y(0):0.#}Z");
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{X(from):0.#} {Y(value):0.#}L{X(to):0.#} {Y(value):0.#}");
            }
        }

        return new(Svg + "path", new XAttribute("class", one.Look), new XAttribute("d", path.ToString()));
    }

    private static double X(double share) => Left + (share * (Width - Left - Right));

    private double Y(double value) => height - Bottom - (value / values.Max * (height - Top - Bottom));
}

/// <summary>A line in steps, or columns.</summary>
/// <param name="Name">What the legend says; nothing stands there for an empty one.</param>
/// <param name="Look">The class of its style, one of <see cref="HtmlPage"/>'s.</param>
/// <param name="Points">Stretches of the horizontal axis, as shares of its length, and their values; ascending.</param>
internal sealed record PlotSeries(string Name, string Look, IReadOnlyList<(double From, double To, double Value)> Points)
{
    /// <summary>Columns from 0 rather than a line.</summary>
    public bool Filled { get; init; }
}
