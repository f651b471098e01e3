using System.Xml.Linq;
using AWSense.Policies;
using AWSense.Reporting;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;
using AWSense.Simulating;

namespace AWSense.Tests.Simulating;

/// <summary>The page on simulated runs.</summary>
public sealed class SimulationReportTests
{
    private static readonly SimulatedRun[] Runs = [.. Try("burst:200:1s", "default", "seed"), .. Try("poisson:2:20m", "default")];

    private static readonly string Page = SimulationReport.Create(Runs, new([("t3.small", 0.36)]));
    private static readonly XElement Html = XDocument.Parse(Page).Root!;

    [Fact]
    public void It_has_a_section_for_each_workload_and_policy()
    {
        Assert.Equal(["burst:200:1s: 200 requests in 1 h, seed 1", $"poisson:2:20m: {Runs[2].Result.Requests:N0} requests in 0.33 h, seed 1"], Texts("h2"));
        Assert.Equal(["default", "seed", "default"], Texts("h3"));
    }

    [Fact]
    public void Each_policy_has_its_series()
    {
        var charts = Html.Descendants(TimeChart.Svg + "svg").ToList();

        Assert.Equal(9, charts.Count);
        Assert.Equal(["fleet", "booting", "desired", "demand"], Looks(charts[0]));
        Assert.Equal(["backlog"], Looks(charts[1]));
        Assert.Equal(["latency", "promise"], Looks(charts[2]));
        Assert.All(charts.SelectMany(Paths), path => Assert.StartsWith("M", path.Attribute("d")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_tells_the_money()
    {
        var row = Html.Descendants("tbody").First().Elements("tr").First().Elements("td").Select(cell => cell.Value).ToList();

        Assert.Equal("default", row[0]);
        Assert.Equal((Runs[0].Result.InstanceSeconds / 10000).ToString("N2", System.Globalization.CultureInfo.InvariantCulture), row[2]);
    }

    [Fact]
    public void Decisions_that_moved_the_fleet_are_told_with_their_reasons()
    {
        var largest = Runs[0].Result.Decisions.MaxBy(decision => Math.Abs(decision.Decision.Desired - decision.Before))!;

        Assert.Contains(Html.Descendants("td"), cell => cell.Value == largest.Decision.Reason);
    }

    [Fact]
    public void It_needs_nothing_from_elsewhere()
    {
        Assert.DoesNotContain("<script", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", Page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme: dark", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_element_of_html_is_closed_in_a_way_that_browsers_read_otherwise()
    {
        string[] empty = ["meta"];
        Assert.DoesNotContain(Html.Descendants(), element => element.IsEmpty && element.Name.Namespace == XNamespace.None && !empty.Contains(element.Name.LocalName));
    }

    private static IEnumerable<string> Texts(string name) => Html.Descendants(name).Select(element => element.Value);

    private static IEnumerable<XElement> Paths(XElement chart) => chart.Elements(TimeChart.Svg + "path");

    private static IEnumerable<string> Looks(XElement chart) => Paths(chart).Select(path => path.Attribute("class")!.Value);

    private static IEnumerable<SimulatedRun> Try(string workload, params string[] policies) => policies
        .Select(PolicyFiles.Open)
        .Select(policy => new SimulatedRun(policy, Simulation.Run(policy, WorkloadCatalog.Find(workload).Draw(1), new())));
}
