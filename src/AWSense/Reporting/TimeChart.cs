using System.Xml.Linq;
using AWSense.Web.Charts;

using static AWSense.Reporting.SvgShapes;

namespace AWSense.Reporting;

/// <summary>Draws steps and stacked areas over time as SVG, with axes, a grid and a legend.</summary>
/// <remarks>Our own, since a report needs nothing else: see docs/decisions/0003-svg-of-our-own.md.</remarks>
internal sealed class TimeChart
{
    public const int Width = ChartFrame.Width;

    public static readonly XNamespace Svg = SvgShapes.Svg;

    private readonly IReadOnlyList<ChartSeries> series;
    private readonly AxisTicks times;
    private readonly ChartFrame frame;

    /// <summary>Takes what is drawn.</summary>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="seconds">Length of the time axis, which the values of each series share in equal stretches.</param>
    /// <param name="series">Areas first: they are stacked in this order, and lines lie above them.</param>
    /// <param name="height">Of the whole, in pixels at full width.</param>
    public TimeChart(string title, double seconds, IReadOnlyList<ChartSeries> series, int height)
    {
        this.series = series;
        times = AxisTicks.Times(seconds, 12);
        frame = new(title, StepPaths.Largest(series), height);
    }

    /// <summary>Moments that are marked, with the words that a pointer on them shows.</summary>
    public IReadOnlyList<(double At, string Words)> Marks { get; init; } = [];

    /// <summary>The picture; it takes the width it is given, and its colours from the page.</summary>
    public XElement Draw()
    {
        var svg = frame.Draw(series.Select(one => (one.Name, one.Look, one.Filled)), times.Marks.Select(mark => (mark.Value / times.Max, mark.Label)), Paths());
        svg.Add(Marks.Where(mark => mark.At >= 0 && mark.At <= times.Max).Select(Mark));
        return svg;
    }

    /// <summary>A triangle above the plot, and a line down to the axis.</summary>
    private XElement Mark((double At, string Words) mark)
    {
        var x = ChartFrame.X(mark.At / times.Max);
        return new(
            Svg + "g",
            new XAttribute("class", "decision"),
            new XElement(Svg + "title", mark.Words),
            Line("decision", x, ChartFrame.Top, x, frame.Y(0)),
            new XElement(Svg + "path", new XAttribute("class", "decision"), new XAttribute("d", FormattableString.Invariant($"M{x - 4:0.#} {ChartFrame.Top - 6}H{x + 4:0.#}L{x:0.#} {ChartFrame.Top + 1}Z"))));
    }

    private IEnumerable<XElement> Paths() => series.Zip(
        new StepPaths(ChartFrame.X, frame.Y).Of(series),
        (one, path) => new XElement(Svg + "path", new XAttribute("class", one.Look), new XAttribute("d", path)));
}
