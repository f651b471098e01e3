using System.Globalization;
using System.Text;
using System.Xml.Linq;

using static AWSense.Reporting.SvgShapes;

namespace AWSense.Reporting;

/// <summary>Draws steps and stacked areas over time as SVG, with axes, a grid and a legend.</summary>
/// <remarks>Our own, since a report needs nothing else: see docs/decisions/0003-svg-of-our-own.md.</remarks>
internal sealed class TimeChart
{
    public const int Width = 960;

    public static readonly XNamespace Svg = SvgShapes.Svg;

    private const int Left = 52;
    private const int Right = 16;
    private const int Top = 26;
    private const int Bottom = 22;
    private const int MarkDistance = 40;

    private readonly string title;
    private readonly IReadOnlyList<ChartSeries> series;
    private readonly int height;
    private readonly AxisTicks times;
    private readonly AxisTicks values;

    /// <summary>Takes what is drawn.</summary>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="seconds">Length of the time axis, which the values of each series share in equal stretches.</param>
    /// <param name="series">Areas first: they are stacked in this order, and lines lie above them.</param>
    /// <param name="height">Of the whole, in pixels at full width.</param>
    public TimeChart(string title, double seconds, IReadOnlyList<ChartSeries> series, int height)
    {
        this.title = title;
        this.series = series;
        this.height = height;
        times = AxisTicks.Times(seconds, 12);
        values = AxisTicks.Numbers(Largest(series), Math.Max(2, (height - Top - Bottom) / MarkDistance));
    }

    /// <summary>Moments that are marked, with the words that a pointer on them shows.</summary>
    public IReadOnlyList<(double At, string Words)> Marks { get; init; } = [];

    /// <summary>The picture; it takes the width it is given, and its colours from the page.</summary>
    public XElement Draw()
    {
        var svg = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", title));
        svg.Add(Text(title, "title", Left, 14, "start"));
        svg.Add(Legend(Width - Right, series.Select(one => (one.Name, one.Look, one.Filled))));
        svg.Add(Grid());
        svg.Add(Paths());
        svg.Add(Line("axis", Left, Y(0), Width - Right, Y(0)));
        svg.Add(Marks.Where(mark => mark.At >= 0 && mark.At <= times.Max).Select(Mark));
        return svg;
    }

    private static double Largest(IReadOnlyList<ChartSeries> series)
    {
        var stacked = new double[series.Max(one => one.Values.Count)];
        foreach (var one in series.Where(one => one.Filled))
        {
            for (var index = 0; index < one.Values.Count; index++)
            {
                stacked[index] += one.Values[index] ?? 0;
            }
        }

        return Math.Max(stacked.DefaultIfEmpty().Max(), series.Max(one => one.Values.Max() ?? 0));
    }

    private IEnumerable<XElement> Grid()
    {
        foreach (var (value, label) in values.Marks)
        {
            yield return Line("grid", Left, Y(value), Width - Right, Y(value));
            yield return Text(label, "mark", Left - 6, Y(value) + 4, "end");
        }

        foreach (var (value, label) in times.Marks)
        {
            var x = Left + (value / times.Max * (Width - Left - Right));
            yield return Line("grid", x, Top, x, Y(0));
            yield return Text(label, "mark", x, height - 6, x > Width - (2 * Right) ? "end" : "middle");
        }
    }

    /// <summary>A triangle above the plot, and a line down to the axis.</summary>
    private XElement Mark((double At, string Words) mark)
    {
        var x = Left + (mark.At / times.Max * (Width - Left - Right));
        return new(
            Svg + "g",
            new XAttribute("class", "decision"),
            new XElement(Svg + "title", mark.Words),
            Line("decision", x, Top, x, Y(0)),
            new XElement(Svg + "path", new XAttribute("class", "decision"), new XAttribute("d", FormattableString.Invariant($"M{x - 4:0.#} {Top - 6}H{x + 4:0.#}L{x:0.#} {Top + 1}Z"))));
    }

    private IEnumerable<XElement> Paths()
    {
        double[] below = new double[series.Max(one => one.Values.Count)];
        foreach (var one in series)
        {
            var path = new StringBuilder();
            if (one.Filled)
            {
                double[] above = [.. one.Values.Select((value, index) => below[index] + (value ?? 0))];
                Trace(path, [.. above], 'M');
                path.Append(CultureInfo.InvariantCulture, $"L{X(above.Length, above.Length):0.#} {Y(below[^1]):0.#}");
                TraceBack(path, below);
                path.Append('Z');
                below = above;
            }
            else
            {
                Trace(path, one.Values, 'M');
            }

            yield return new XElement(Svg + "path", new XAttribute("class", one.Look), new XAttribute("d", path.ToString()));
        }
    }

    /// <summary>Steps from left to right; equal neighbours make one step.</summary>
    private void Trace(StringBuilder path, IReadOnlyList<double?> steps, char begin)
    {
        var connected = false;
        for (var index = 0; index < steps.Count; index++)
        {
            if (steps[index] is not { } value)
            {
                connected = false;
                continue;
            }

            if (!connected)
            {
                path.Append(CultureInfo.InvariantCulture, $"{begin}{X(index, steps.Count):0.#} {Y(value):0.#}");
            }
            else if (value != steps[index - 1])
            {
                path.Append(CultureInfo.InvariantCulture, $"V{Y(value):0.#}");
            }

            connected = true;
            if (index + 1 == steps.Count || steps[index + 1] != value)
            {
                path.Append(CultureInfo.InvariantCulture, $"H{X(index + 1, steps.Count):0.#}");
            }
        }
    }

    private void TraceBack(StringBuilder path, double[] steps)
    {
        for (var index = steps.Length - 1; index >= 0; index--)
        {
            if (index == 0 || steps[index - 1] != steps[index])
            {
                path.Append(CultureInfo.InvariantCulture, $"V{Y(steps[index]):0.#}H{X(index, steps.Length):0.#}");
            }
        }
    }

    private static double X(int index, int count) => Left + ((Width - Left - Right) * (double)index / count);

    private double Y(double value) => height - Bottom - (value / values.Max * (height - Top - Bottom));
}
