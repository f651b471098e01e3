using System.Globalization;
using System.Xml.Linq;
using AWSense.Reporting;
using AWSense.Scaling.Simulation;
using AWSense.Web.Charts;

namespace AWSense.Simulating;

/// <summary>A page on simulated runs: a table, and for each run its fleet, backlog and latency over time.</summary>
internal static class SimulationReport
{
    private const int LargestDecisions = 12;
    private const int LastDecisions = 5;

    /// <summary>Makes the page.</summary>
    /// <param name="runs">Grouped by workload in their order; the policies of one workload share its time axis.</param>
    public static string Create(IReadOnlyList<SimulatedRun> runs, PriceList prices)
    {
        var page = new HtmlPage("AWSense: simulated scaling");
        foreach (var workload in runs.GroupBy(run => run.Result.Workload))
        {
            page.Add(
                new XElement("h2", RunColumns.Describe(workload.First().Result)),
                new XElement("p", "Times are in h:mm after the start. A turn is a change from growing to shrinking, or back."),
                Summary([.. workload], prices));
            foreach (var run in workload)
            {
                page.Add(new XElement("h3", run.Policy.Name));
                page.Add(Charts(run));
                page.Add(Decisions(run.Result));
            }
        }

        return page.ToString();
    }

    private static XElement Summary(IReadOnlyList<SimulatedRun> runs, PriceList prices) => HtmlPage.Table(
        [.. RunColumns.Headings(prices).Select((heading, index) => new HtmlColumn(heading, IsNumber: index > 0))],
        runs.Select(run => RunColumns.Cells(run, prices)));

    private static IEnumerable<XElement> Charts(SimulatedRun run)
    {
        var timeline = run.Result.Timeline;
        var seconds = run.Result.Horizon.TotalSeconds;
        var slots = run.Policy.Fleet.WorkersPerInstance;
        ChartSeries Line(string name, string look, Func<SimulatedInterval, double?> value) => new(name, look, [.. timeline.Select(value)]);
        yield return new TimeChart("Fleet and demand, in slots", seconds,
        [
            Line("in service", "fleet", interval => interval.State.InService * slots) with { Filled = true },
            Line("booting", "booting", interval => interval.State.Booting * slots) with { Filled = true },
            Line("desired", "desired", interval => interval.State.Desired * slots),
            Line("demand", "demand", interval => interval.DemandSlots),
        ], height: 240).Draw();
        yield return new TimeChart("Backlog, in requests", seconds,
            [Line("waiting and leased", "backlog", interval => interval.State.Waiting + interval.State.Leased)], height: 130).Draw();
        yield return new TimeChart("p95 of the latency, by arrival, in seconds", seconds,
        [
            Line("p95", "latency", interval => interval.LatencyP95),
            Line("promised", "promise", _ => run.Policy.Slo.LatencyP95.TotalSeconds),
        ], height: 130).Draw();
    }

    /// <summary>The largest changes of the fleet and the last ones, by time, with their reasons.</summary>
    private static XElement Decisions(SimulationResult result)
    {
        var changes = result.Decisions.Where(decision => decision.Decision.Desired != decision.Before).ToList();
        var told = changes
            .OrderByDescending(decision => Math.Abs(decision.Decision.Desired - decision.Before))
            .Take(LargestDecisions)
            .Union(changes.TakeLast(LastDecisions))
            .OrderBy(decision => decision.At)
            .Select(Row)
            .ToList();
        var summary = string.Create(
            CultureInfo.InvariantCulture, $"{changes.Count:N0} changes of the fleet in {result.Decisions.Count:N0} decisions; the largest and the last ones");
        return told.Count == 0
            ? new("p", "The fleet never changed.")
            : new("details", new XElement("summary", summary), HtmlPage.Table(
                [new("at", IsNumber: true), new("waiting", IsNumber: true), new("workers", IsNumber: true), new("why", IsNumber: false)], told));
    }

    private static IReadOnlyList<string> Row(SimulatedDecision decision) =>
    [
        AxisTicks.TimeLabel(decision.At.TotalSeconds, step: 1),
        decision.Queue.Waiting.ToString("N0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{decision.Before} → {decision.Decision.Desired}"),
        decision.Decision.Reason,
    ];
}
