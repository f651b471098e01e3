using System.Globalization;
using System.Xml.Linq;
using AWSense.Load.Results;
using AWSense.Web.Charts;

namespace AWSense.Reporting;

/// <summary>The charts of a fleet over time, which share their axis with whatever stands above or below them.</summary>
internal static class FleetCharts
{
    private const int Points = 480;
    private const int DecisionsMax = 40;

    /// <summary>Workers that serve, start and finish, what was wanted, and the decisions.</summary>
    public static XElement Fleet(FleetTrace trace, double seconds, int height) => HtmlPage.Figure(new TimeChart("Workers", seconds,
    [
        Series("in service", "fleet", trace, seconds, sample => sample.InService) with { Filled = true },
        Series("booting", "booting", trace, seconds, sample => sample.Booting) with { Filled = true },
        Series("draining", "draining", trace, seconds, sample => sample.Draining) with { Filled = true },
        Series("desired", "desired", trace, seconds, sample => sample.Desired),
    ], height)
    {
        Marks = [.. trace.Decisions.Select(decision => (decision.AtS, Told(decision)))],
    }.Draw());

    /// <summary>Requests that wait, and those that a worker has.</summary>
    public static XElement Backlog(FleetTrace trace, double seconds, int height) => HtmlPage.Figure(new TimeChart("Backlog, in requests", seconds,
    [
        Series("leased", "leased", trace, seconds, sample => sample.Leased) with { Filled = true },
        Series("waiting", "waiting", trace, seconds, sample => sample.Waiting) with { Filled = true },
    ], height).Draw());

    /// <summary>The decisions with their reasons; the first and the last ones where there are many.</summary>
    public static XElement Decisions(FleetTrace trace)
    {
        if (trace.Decisions.Count == 0)
        {
            return new("p", "No decision has changed the number of workers.");
        }

        var told = trace.Decisions.Count <= DecisionsMax ? trace.Decisions : [.. trace.Decisions.Take(DecisionsMax / 2), .. trace.Decisions.TakeLast(DecisionsMax / 2)];
        return new(
            "details",
            new XElement("summary", string.Create(CultureInfo.InvariantCulture, $"{trace.Decisions.Count:N0} decisions that changed the number of workers, and why")),
            HtmlPage.Table(
                [new("after s", IsNumber: true), new("workers", IsNumber: true), new("why", IsNumber: false)],
                told.Select(decision => (IReadOnlyList<string>)[Seconds(decision), $"{decision.From} → {decision.To}", decision.Reason])));
    }

    private static string Told(FleetDecision decision) => $"{Seconds(decision)} s: {decision.From} → {decision.To} workers. {decision.Reason}";

    private static string Seconds(FleetDecision decision) => decision.AtS.ToString("0.0", CultureInfo.InvariantCulture);

    private static ChartSeries Series(string name, string look, FleetTrace trace, double seconds, Func<FleetSample, double> value) =>
        new(name, look, trace.Resample(value, seconds, Points));
}
