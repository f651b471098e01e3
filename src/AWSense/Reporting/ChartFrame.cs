using System.Xml.Linq;
using AWSense.Web.Charts;
using static AWSense.Reporting.SvgShapes;

namespace AWSense.Reporting;

/// <summary>What all charts have: a title and a legend, a grid with marks on both axes, and the place of the plot in between.</summary>
/// <param name="title">What the values are, with their unit.</param>
/// <param name="largest">The largest value that is drawn.</param>
/// <param name="height">Of the whole, in pixels at full width.</param>
internal sealed class ChartFrame(string title, double largest, int height)
{
    public const int Width = 960;
    public const int Top = 26;

    private const int Left = 52;
    private const int Right = 16;
    private const int Bottom = 22;
    private const int MarkDistance = 40;

    private readonly AxisTicks values = AxisTicks.Numbers(largest, Math.Max(2, (height - Top - Bottom) / MarkDistance));

    /// <summary>The picture; it takes the width it is given, and its colours from the page.</summary>
    /// <param name="legend">Name, look, and whether it is an area, from left to right.</param>
    /// <param name="horizontal">Where the horizontal axis has its marks: shares of its length, from 0 to 1, and labels.</param>
    /// <param name="plot">What is drawn in it.</param>
    public XElement Draw(
        IEnumerable<(string Name, string Look, bool Filled)> legend, IEnumerable<(double Share, string Label)> horizontal, IEnumerable<XElement> plot)
    {
        var svg = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", title));
        svg.Add(Text(title, "title", Left, 14, "start"));
        svg.Add(Legend(Width - Right, legend));
        svg.Add(Grid(horizontal));
        svg.Add(plot);
        svg.Add(Line("axis", Left, Y(0), Width - Right, Y(0)));
        return svg;
    }

    /// <summary>Where a share of the horizontal axis lies.</summary>
    public static double X(double share) => Left + (share * (Width - Left - Right));

    /// <summary>Where a value lies.</summary>
    public double Y(double value) => height - Bottom - (value / values.Max * (height - Top - Bottom));

    private IEnumerable<XElement> Grid(IEnumerable<(double Share, string Label)> horizontal)
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
}
