using System.Xml.Linq;
using AWSense.Reporting;

namespace AWSense.Tests.Reporting;

/// <summary>Steps and areas over time.</summary>
public sealed class TimeChartTests
{
    private const double Left = 52;
    private const double PlotWidth = TimeChart.Width - Left - 16;

    [Fact]
    public void A_line_goes_in_steps_and_leaves_gaps()
    {
        var chart = new TimeChart("p95", 40, [new("p95", "latency", [2, 2, null, 4])], height: 148).Draw();

        // 100 pixels for values from 0 to 4, above the 22 of the time axis; a quarter of the width each stretch.
        Assert.Equal($"M{Left} 76H{X(0.5)}M{X(0.75)} 26H{X(1)}", Path(chart, "latency"));
    }

    [Fact]
    public void Areas_are_stacked()
    {
        var chart = new TimeChart("fleet", 20, [new("in service", "fleet", [1, 1]) { Filled = true }, new("booting", "booting", [0, 3]) { Filled = true }], height: 148).Draw();

        Assert.Equal($"M{Left} 101H{X(1)}L{X(1)} 126V126H{Left}Z", Path(chart, "fleet"));
        Assert.Equal($"M{Left} 101H{X(0.5)}V26H{X(1)}L{X(1)} 101V101H{Left}Z", Path(chart, "booting"));
    }

    [Fact]
    public void Each_series_stands_in_the_legend()
    {
        var texts = new TimeChart("Fleet, in slots", 20, [new("a < b", "fleet", [1]), new("desired", "desired", [2])], height: 148)
            .Draw().Descendants(TimeChart.Svg + "text").Select(text => text.Value).ToList();

        Assert.Contains("Fleet, in slots", texts);
        Assert.Contains("a < b", texts);
        Assert.Contains("desired", texts);
    }

    private static string Path(XElement chart, string look) => chart
        .Elements(TimeChart.Svg + "path").Single(path => path.Attribute("class")!.Value == look)
        .Attribute("d")!.Value;

    private static string X(double share) => (Left + (share * PlotWidth)).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
