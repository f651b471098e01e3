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
    private readonly ChartFrame frame = new(title, series.SelectMany(one => one.Points).Select(point => point.Value).DefaultIfEmpty().Max(), height);

    /// <summary>The picture; it takes the width it is given, and its colours from the page.</summary>
    public XElement Draw() => frame.Draw(
        series.Where(one => one.Name.Length > 0).Select(one => (one.Name, one.Look, one.Filled)), horizontal, series.Select(Path));

    private XElement Path(PlotSeries one)
    {
        var path = new StringBuilder();
        foreach (var (from, to, value) in one.Points)
        {
            if (one.Filled)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{ChartFrame.X(from):0.#} {frame.Y(0):0.#}V{frame.Y(value):0.#}H{ChartFrame.X(to):0.#}V{frame.Y(0):0.#}Z");
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{ChartFrame.X(from):0.#} {frame.Y(value):0.#}L{ChartFrame.X(to):0.#} {frame.Y(value):0.#}");
            }
        }

        return new(Svg + "path", new XAttribute("class", one.Look), new XAttribute("d", path.ToString()));
    }
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
