using System.Globalization;
using System.Xml.Linq;
using AWSense.Load.Comparing;
using AWSense.Load.Results;
using AWSense.Reporting;
using AWSense.Simulating;

namespace AWSense.Load.Reporting;

/// <summary>A page on a run of <c>awsense load</c>: what was answered and how quickly, the fleet behind it, where the time went, what it cost and what failed.</summary>
internal static class LoadReport
{
    /// <summary>Makes the page.</summary>
    /// <param name="prices">Prices a worker-hour; may be none.</param>
    /// <param name="comparison">With an older run; null for none.</param>
    /// <param name="before">That run's latencies; null for none.</param>
    public static string Create(LoadResult result, PriceList prices, LoadComparison? comparison, LatencySummary? before)
    {
        var page = new HtmlPage("AWSense: load");
        page.Add(new XElement("p", Whole(result)));
        page.Add(HtmlPage.Tiles(Tiles(result)));
        page.Add(LoadFindings.Verdicts(result));
        if (comparison is not null)
        {
            page.Add(Comparison(comparison));
        }

        page.Add(new XElement("h2", "Latency"), new XElement("p", LatencyWords(result)));
        if (result.Latency.Count > 0)
        {
            page.Add(LatencyPlots.Histogram(result.Latency, height: 200), LatencyPlots.ByPercentile(result.Latency, before, height: 200));
        }

        page.Add(PercentileTable(result));
        page.Add(LoadTimeline.Draw(result));
        page.Add(Stages(result));
        page.Add(Cost(result, prices));
        page.Add(LoadFindings.Errors(result));
        page.Add(new XElement("h2", "How it was made"), About(result.Run));
        return page.ToString();
    }

    private static string Whole(LoadResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Run.Load}: {result.Sent:N0} requests of {result.Run.Pictures:N0} pictures to {result.Run.Url} in {result.DurationS:0.0} s{(result.End == "complete" ? "" : $"; the run was ended early ({result.End})")}.");

    private static IEnumerable<(string, string, bool)> Tiles(LoadResult result)
    {
        yield return (Count(result.Answered), "answered", false);
        yield return (Count(result.Failed), "failed", result.Failed > 0);
        yield return (Figure(result.Throughput), "answers/s", false);
        yield return (Milliseconds(result.Latency.P50Ms), "p50", false);
        yield return (Milliseconds(result.Latency.P95Ms), "p95", false);
        yield return (Milliseconds(result.Latency.P99Ms), "p99", false);
        if (result.Accuracy is { Compared: > 0 } accuracy)
        {
            yield return (accuracy.Share.ToString("0.0 %", CultureInfo.InvariantCulture), $"right of {Count(accuracy.Compared)}", false);
        }

        if (result.Fleet is { Samples.Count: > 0 } fleet)
        {
            yield return (Count(fleet.Samples.Max(sample => sample.InService)), "workers at most", false);
        }
    }

    private static string LatencyWords(LoadResult result) => (result.Run.Open
        ? "From the time a request was to be sent to the last byte of its answer, so that waiting behind a server that stalls counts."
        : "From sending to the last byte of the answer.") + (result.Lag is { Behind: true } lag
        ? string.Create(CultureInfo.InvariantCulture, $" The generator fell behind: one request in a hundred was sent more than {lag.P99Ms:0} ms late.")
        : "");

    private static XElement PercentileTable(LoadResult result)
    {
        var columns = (HtmlColumn[])[new("in ms", IsNumber: false), .. ((string[])["min", "mean", "p50", "p75", "p90", "p95", "p99", "p99.9", "max"]).Select(name => new HtmlColumn(name, IsNumber: true))];
        return HtmlPage.Table(columns, result.Run.Open ? [Row("latency", result.Latency), Row("from when it was sent", result.ServiceTime)] : [Row("latency", result.Latency)]);
    }

    private static IReadOnlyList<string> Row(string name, LatencySummary latency) =>
    [
        name,
        .. ((double[])[latency.MinMs, latency.MeanMs, latency.P50Ms, latency.P75Ms, latency.P90Ms, latency.P95Ms, latency.P99Ms, latency.P999Ms, latency.MaxMs]).Select(Figure),
    ];

    private static IEnumerable<XElement> Stages(LoadResult result)
    {
        yield return new("h2", "Where the time went");
        var stages = result.Stages.Where(stage => stage.Stage != "total").ToList();
        if (stages.Count == 0)
        {
            yield return new("p", "The service doesn't tell.");
            yield break;
        }

        yield return Bars.Draw("Mean of each stage, in milliseconds", [.. stages.Select(stage => (stage.Stage, stage.MeanMs, Figure(stage.MeanMs), "strong"))]);
        yield return HtmlPage.Table(
            [new("stage", IsNumber: false), .. ((string[])["answers", "mean ms", "p50 ms", "p95 ms", "p99 ms"]).Select(name => new HtmlColumn(name, IsNumber: true))],
            result.Stages.Select(stage => (IReadOnlyList<string>)[stage.Stage, Count(stage.Count), Figure(stage.MeanMs), Figure(stage.P50Ms), Figure(stage.P95Ms), Figure(stage.P99Ms)]));
    }

    private static IEnumerable<XElement> Cost(LoadResult result, PriceList prices)
    {
        if (result.Fleet is not { } fleet)
        {
            yield break;
        }

        yield return new("h2", "Cost");
        var each = fleet.WorkerSeconds / Math.Max(1, result.Answered) * 1000;
        yield return HtmlPage.Table(
            [new("for", IsNumber: false), new("worker-s", IsNumber: true), .. prices.Prices.Select(price => new HtmlColumn(price.Name, IsNumber: true))],
            [["this run", Figure(fleet.WorkerSeconds), .. prices.Costs(fleet.WorkerSeconds)], ["a thousand answers", Figure(each), .. prices.Costs(each)]]);
        yield return new("p", "Running time of all workers, booting and draining included, while the run was watched.");
    }

    private static IEnumerable<XElement> Comparison(LoadComparison comparison) =>
    [
        new("h2", $"Compared with the run of {comparison.Old.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}"),
        HtmlPage.Table(
            [.. ComparisonTable.Headings.Select((heading, index) => new HtmlColumn(heading, IsNumber: index is > 0 and < 5))],
            comparison.Rows.Select(ComparisonTable.Cells)),
        new("p", LoadComparison.Method),
    ];

    private static XElement About(LoadRunInfo run) => HtmlPage.Table([new("what", IsNumber: false), new("value", IsNumber: false)],
    [
        ["command", run.Command],
        ["at", run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)],
        ["protocol", run.Protocol],
        ["models", string.Join(", ", run.Models)],
        ["awsense", run.Generator],
        ["runtime", run.Runtime],
        ["system", run.OperatingSystem],
        ["cores", Count(run.Processors)],
        ["processor time of the generator", string.Create(CultureInfo.InvariantCulture, $"{run.CpuS:0.0} s")],
    ]);

    private static string Milliseconds(double value) => value >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Figure(value)} ms");

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString(Math.Abs(value) < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
