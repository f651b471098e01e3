using System.Xml.Linq;
using AWSense.Load.Comparing;
using AWSense.Load.Reporting;
using AWSense.Load.Results;
using AWSense.Reporting;
using AWSense.Simulating;

namespace AWSense.Tests.Load.Reporting;

/// <summary>The page on a run.</summary>
public sealed class LoadReportTests
{
    private static readonly LoadResult Old = SampleRun.Create(1);
    private static readonly LoadResult Result = SampleRun.Create(2, slowerMs: 3, failEvery: 50);
    private static readonly string Page = LoadReport.Create(Result, new([("small", 3.6)]), LoadComparison.Between(Old, Result), Old.Latency);
    private static readonly XElement Html = XDocument.Parse(Page).Root!;

    [Fact]
    public void It_has_everything_that_was_measured()
    {
        Assert.Equal(
            ["Checks", "Compared with the run of 2026-01-05 12:00 UTC", "Latency", "Over time", "Where the time went", "Cost", "Errors", "How it was made"],
            Html.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(
            ["Answers by latency, in milliseconds", "Latency by percentile, in milliseconds", "Requests a second", "Latency of the answers of a second, in milliseconds", "Workers", "Backlog, in requests"],
            Charts.Select(chart => chart.Attribute("aria-label")!.Value));
    }

    [Fact]
    public void Charts_over_time_share_one_axis()
    {
        var axes = Charts.Skip(2).Select(chart => string.Join(' ', chart.Elements(SvgShapes.Svg + "text").Where(text => text.Value.Contains(':', StringComparison.Ordinal)).Select(text => text.Value)));

        Assert.Single(axes.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_answer_is_in_the_histogram()
    {
        // The area of the columns is in proportion to the answers; their heights are read back from the path.
        var path = Charts[0].Elements(SvgShapes.Svg + "path").Single().Attribute("d")!.Value;

        Assert.Equal(Result.Latency.Count, Result.Latency.Buckets.Sum(bucket => bucket.Count));
        Assert.InRange(path.Split('Z', StringSplitOptions.RemoveEmptyEntries).Length, 5, 60);
    }

    [Fact]
    public void Decisions_are_marked_on_the_fleet_and_told_with_their_reasons()
    {
        Assert.Equal(2, Charts[4].Elements(SvgShapes.Svg + "g").Count());
        Assert.Contains(Html.Descendants("td"), cell => cell.Value == "44 requests/s of 90 ms are 4 slots");
    }

    [Fact]
    public void Money_follows_the_worker_seconds()
    {
        var cells = Html.Descendants("tr").Single(row => row.Elements("td").FirstOrDefault()?.Value == "this run").Elements("td").Select(cell => cell.Value);

        Assert.Equal(["this run", "95.0", "0.10"], cells); // 95 s at 3.6 an hour are 9.5 cents
    }

    [Fact]
    public void Errors_are_told_by_kind_and_what_isnt_markup_is_escaped()
    {
        Assert.Contains(Html.Descendants("td"), cell => cell.Value == "urn:awsense:problem:overloaded");
        Assert.Contains("wait &lt;already&gt;", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_got_nothing_has_a_page_too()
    {
        var page = LoadReport.Create(SampleRun.Create(1, failEvery: 1, requests: 20, withFleet: false), PriceList.None, null, null);

        Assert.Contains("The service tells nothing of its fleet.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_nothing_from_elsewhere()
    {
        Assert.All((string[])["<script", "src=", "href=", "url(", "@import"], part => Assert.DoesNotContain(part, Page, StringComparison.OrdinalIgnoreCase));
    }

    private static List<XElement> Charts => [.. Html.Descendants(SvgShapes.Svg + "svg")];
}
