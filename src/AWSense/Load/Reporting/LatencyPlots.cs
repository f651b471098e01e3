using System.Globalization;
using System.Xml.Linq;
using AWSense.Load.Results;
using AWSense.Reporting;

namespace AWSense.Load.Reporting;

/// <summary>How latencies are distributed: a histogram over their logarithm, and the value at each percentile as HDR histograms show it.</summary>
internal static class LatencyPlots
{
    private const int ColumnsPerDecade = 20;
    private static readonly double[] Percentiles = [0, 50, 90, 99, 99.9, 99.99, 99.999];

    /// <summary>Answers in columns of equal width on a logarithmic axis.</summary>
    public static XElement Histogram(LatencySummary latency, int height)
    {
        var (low, high) = (Math.Log10(Math.Max(0.01, latency.MinMs)), Math.Log10(Math.Max(0.02, latency.MaxMs)));
        var from = Math.Floor(low * ColumnsPerDecade) / ColumnsPerDecade;
        var columns = Math.Max(4, (int)Math.Ceiling((high - from) * ColumnsPerDecade) + 1);
        var counts = new double[columns];
        foreach (var bucket in latency.Buckets)
        {
            var column = (int)Math.Floor((Math.Log10(Math.Max(0.01, bucket.UpToMs)) - from) * ColumnsPerDecade);
            counts[Math.Clamp(column, 0, columns - 1)] += bucket.Count;
        }

        var points = counts.Select((count, column) => ((double)column / columns, (column + 0.92) / columns, count)).Where(point => point.count > 0);
        var chart = new PlotChart("Answers by latency, in milliseconds", Marks(from, columns), [new("", "column", [.. points]) { Filled = true }], height);
        return HtmlPage.Figure(chart.Draw());
    }

    /// <summary>The latency that a share of the answers stays below; the axis grows by nines.</summary>
    /// <param name="before">The same of an older run; null for none.</param>
    public static XElement ByPercentile(LatencySummary latency, LatencySummary? before, int height)
    {
        var last = Math.Clamp(Nines(latency.Count), 2, Percentiles.Length - 1);
        var series = new List<PlotSeries>();
        if (before is { Count: > 0 })
        {
            series.Add(Curve("before", "before", before, last));
        }

        series.Add(Curve(before is null ? "" : "now", "middle", latency, last));
        var marks = Percentiles.Take(last + 1).Select((percentile, index) => ((double)index / last, $"p{percentile.ToString(CultureInfo.InvariantCulture)}"));
        return HtmlPage.Figure(new PlotChart("Latency by percentile, in milliseconds", [.. marks], series, height).Draw());
    }

    /// <summary>As many nines as so many answers can tell of.</summary>
    private static int Nines(long count) => count < 2 ? 0 : (int)Math.Ceiling(Math.Log10(count)) + 1;

    private static PlotSeries Curve(string name, string look, LatencySummary latency, int last)
    {
        var points = new List<(double, double, double)>();
        var (seen, x) = (0L, 0.0);
        foreach (var bucket in latency.Buckets)
        {
            seen += bucket.Count;
            var next = Math.Min(1, Place((double)seen / latency.Count, last));
            points.Add((x, next, bucket.UpToMs));
            x = next;
        }

        return new(name, look, points);
    }

    /// <summary>Where a percentile is on the axis: its marks are at equal distances, and between them it is logarithmic in the share that is slower.</summary>
    private static double Place(double share, int last)
    {
        var slower = 1 - share;
        return slower switch
        {
            >= 0.5 => share / 0.5,
            >= 0.1 => 1 + (Math.Log(0.5 / slower) / Math.Log(5)),
            > 0 => 1 - Math.Log10(slower),
            _ => last,
        } / last;
    }

    private static List<(double, string)> Marks(double from, int columns)
    {
        var marks = new List<(double, string)>();
        for (var power = Math.Floor(from); power <= from + ((double)columns / ColumnsPerDecade); power++)
        {
            foreach (var digit in (double[])[1, 2, 5])
            {
                var share = (power + Math.Log10(digit) - from) * ColumnsPerDecade / columns;
                if (share is >= 0 and <= 1)
                {
                    marks.Add((share, (Math.Pow(10, power) * digit).ToString("0.##", CultureInfo.InvariantCulture)));
                }
            }
        }

        return marks;
    }
}
