using System.Text.Json.Nodes;
using System.Xml.Linq;
using AWSense.Evaluating;
using AWSense.Reporting;

namespace AWSense.Tests.Evaluating;

/// <summary>The page and the JSON of an evaluation.</summary>
public sealed class EvaluationReportTests
{
    private static readonly EvaluationResult Result = Simulate();
    private static readonly string Page = EvaluationReport.Create(Result, new([("small", 3600)]), AboutRun.Lines(TimeProvider.System));
    private static readonly XElement Html = XDocument.Parse(Page).Root!;

    [Fact]
    public void Every_case_is_in_the_table_and_says_whether_it_was_live()
    {
        var rows = Html.Descendants("tbody").First().Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToList()).ToList();

        Assert.Equal(15, rows.Count);
        Assert.Equal(["ours"], rows.Where(row => row[1] == "live").Select(row => row[0]));
        Assert.Equal(["ours", "seed", "step", "target tracking", "KEDA"], rows.Select(row => row[0]).Distinct());
        Assert.Equal(["0", "1", "5"], rows.Select(row => row[2]).Distinct());
    }

    [Fact]
    public void Every_case_has_its_fleet_and_backlog() => Assert.Equal(30, Html.Descendants(SvgShapes.Svg + "svg").Count());

    [Fact]
    public void What_was_live_stands_beside_its_simulation() =>
        Assert.Contains(Html.Descendants("tr"), row => row.Elements("td").Select(cell => cell.Value).SequenceEqual(["ours, 0 s a picture", "2.00", "1.50", "-25.0 %"]));

    [Fact]
    public void It_needs_nothing_from_elsewhere() =>
        Assert.All((string[])["<script", "src=", "href=", "url(", "@import"], part => Assert.DoesNotContain(part, Page, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_json_has_both_worlds_and_the_difference()
    {
        var node = JsonNode.Parse(EvaluationJson.Write(Result, new([("small", 3600)]), AboutRun.Lines(TimeProvider.System)))!;
        var cases = node["cases"]!.AsArray();

        Assert.Equal(["this machine", "EC2"], cases.Select(entry => (string)entry!["world"]!).Distinct());
        var live = Assert.Single(cases, entry => (string)entry!["how"]! == "live")!;
        Assert.Equal(-0.25, (double)live["makespan_difference"]!);
        Assert.Equal((double)live["figures"]!["worker_s"]!, (double)live["figures"]!["cost"]!["small"]!, tolerance: 0.001);
    }

    /// <summary>As an evaluation would be whose first case took two seconds live.</summary>
    private static EvaluationResult Simulate()
    {
        var machine = MachineFigures.Guess;
        IReadOnlyList<EvaluationRow> here = [.. EvaluationWorld.ThisMachine().Cases.Select(tried =>
        {
            var figures = SimulatedCase.Run(tried, EvaluationWorld.Simulated(machine), Burst.AtOnce);
            return new EvaluationRow(tried, "this machine", tried is { Role: EvaluationCase.Ours, ServiceTime.Ticks: 0 } ? figures with { Makespan = 2 } : null, figures);
        })];
        IReadOnlyList<EvaluationRow> there = [.. EvaluationWorld.Ec2().Cases.Select(tried =>
            new EvaluationRow(tried, "EC2", null, SimulatedCase.Run(tried, EvaluationWorld.Ec2Settings, Burst.AtOnce)))];
        return new(here, there, machine, TimeSpan.FromSeconds(3));
    }
}
