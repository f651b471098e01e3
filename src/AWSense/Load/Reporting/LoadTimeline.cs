using System.Xml.Linq;
using AWSense.Load.Results;
using AWSense.Reporting;
using AWSense.Web.Charts;

namespace AWSense.Load.Reporting;

/// <summary>A run over time: throughput, latency, fleet, backlog and decisions, on one axis.</summary>
internal static class LoadTimeline
{
    /// <summary>Draws the charts; those of the fleet only where the service told of it.</summary>
    public static IEnumerable<XElement> Draw(LoadResult result)
    {
        var trace = result.Fleet is { Samples.Count: > 0 } fleet ? new FleetTrace(fleet.Samples, fleet.Decisions) : null;
        var seconds = Math.Ceiling(Math.Max(1, Math.Max(result.DurationS, trace?.Samples[^1].AtS ?? 0)));
        yield return new("h2", "Over time");
        yield return HtmlPage.Figure(new TimeChart("Requests a second", seconds,
        [
            Series("answered", "column", result, seconds, second => second.Answered) with { Filled = true },
            Series("sent", "demand", result, seconds, second => second.Sent),
            .. result.Failed > 0 ? (ChartSeries[])[Series("failed", "failed", result, seconds, second => second.Failed)] : [],
        ], height: 170).Draw());
        yield return HtmlPage.Figure(new TimeChart("Latency of the answers of a second, in milliseconds", seconds,
        [
            Series("p50", "middle", result, seconds, second => second.P50Ms),
            Series("p95", "upper", result, seconds, second => second.P95Ms),
            Series("p99", "failed", result, seconds, second => second.P99Ms),
        ], height: 170).Draw());
        if (trace is null)
        {
            yield return new("p", "The service tells nothing of its fleet.");
            yield break;
        }

        yield return FleetCharts.Fleet(trace, seconds, height: 190);
        yield return FleetCharts.Backlog(trace, seconds, height: 130);
        yield return FleetCharts.Decisions(trace);
    }

    /// <summary>One value a second to the end of the axis; nothing where the run was over.</summary>
    private static ChartSeries Series(string name, string look, LoadResult result, double seconds, Func<LoadSecond, double?> value) =>
        new(name, look, [.. Enumerable.Range(0, (int)seconds).Select(second => second < result.Seconds.Count ? value(result.Seconds[second]) : null)]);
}
