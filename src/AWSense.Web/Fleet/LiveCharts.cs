using AWSense.Scaling.Control;
using AWSense.Web.Charts;

namespace AWSense.Web.Fleet;

/// <summary>The charts of the last 15 minutes, drawn when somebody looks and once for all who do. Thread-safe.</summary>
internal sealed class LiveCharts(FleetHistory history, DecisionLog log)
{
    /// <summary>How long a step of the charts is. It begins at a multiple of itself, so that what has passed keeps its shape.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(4);

    private static readonly int Steps = (int)(FleetHistory.Length / Step);
    private static readonly (double Share, string Label)[] Times = [(0, "−15 min"), (1 / 3.0, "−10"), (2 / 3.0, "−5"), (1, "now")];

    private readonly Lock gate = new();
    private FleetSample? drawnOf;
    private LivePicture? drawn;

    /// <summary>The charts as of the last look at the fleet; null before the first.</summary>
    public LivePicture? Current()
    {
        lock (gate)
        {
            if (history is not { Latest: { } latest, Last: { } last })
            {
                return null;
            }

            if (!ReferenceEquals(last, drawnOf))
            {
                (drawn, drawnOf) = (Draw(latest), last);
            }

            return drawn;
        }
    }

    private LivePicture Draw(FleetMoment latest)
    {
        var samples = history.Samples();
        var end = new DateTimeOffset(((samples[^1].At.UtcTicks / Step.Ticks) + 1) * Step.Ticks, TimeSpan.Zero);
        var begin = end - FleetHistory.Length;
        var steps = new List<FleetSample>[Steps];
        foreach (var sample in samples.Where(sample => sample.At >= begin))
        {
            (steps[Math.Min(Steps - 1, (int)((sample.At - begin) / Step))] ??= []).Add(sample);
        }

        ChartSeries Line(string name, string look, Func<FleetSample, double?> value, Func<IEnumerable<double>, double> combine, bool filled = false) =>
            new(name, look, [.. steps.Select(step => Combine(step, value, combine))]) { Filled = filled };

        var workers = PageChart.Draw(
            "Workers",
            [
                Line("in service", "fleet", sample => sample.InService, Enumerable.Last, filled: true),
                Line("booting", "booting", sample => sample.Booting, Enumerable.Last, filled: true),
                Line("draining", "draining", sample => sample.Draining, Enumerable.Last, filled: true),
                Line("desired", "desired", sample => sample.Desired, Enumerable.Last),
            ],
            Times, least: 2, PageChart.Number) with { Marks = Decisions(begin, end) };
        return new(
            latest.Body,
            samples[^1],
            workers,
            PageChart.Draw(
                "Backlog, in requests",
                [
                    Line("leased", "leased", sample => sample.Leased, Enumerable.Max, filled: true),
                    Line("waiting", "waiting", sample => sample.Waiting, Enumerable.Max, filled: true),
                ],
                Times, least: 10, PageChart.Number),
            PageChart.Draw(
                "Requests a second",
                [
                    Line("arriving", "arriving", sample => sample.ArrivalsPerSecond, Enumerable.Average),
                    Line("completed", "completed", sample => sample.CompletionsPerSecond, Enumerable.Average),
                ],
                Times, least: 1, PageChart.Number),
            PageChart.Draw(
                "Latency, in seconds",
                [
                    Line("p95", "upper", sample => sample.Latency?.P95Seconds, Enumerable.Max),
                    Line("p50", "middle", sample => sample.Latency?.P50Seconds, Enumerable.Max),
                ],
                Times, least: 0.05, PageChart.Time));
    }

    private (double Share, string Words)[] Decisions(DateTimeOffset begin, DateTimeOffset end) =>
        [.. log.Changes(DecisionLog.ChangesMax)
            .Where(decision => decision.At >= begin && decision.At <= end)
            .Select(decision => ((decision.At - begin) / (end - begin), $"Decision {decision.Number}: {decision.Before} → {decision.Desired} workers. {decision.Reason}"))];

    private static double? Combine(List<FleetSample>? step, Func<FleetSample, double?> value, Func<IEnumerable<double>, double> combine)
    {
        double[] known = [.. (step ?? []).Select(value).OfType<double>()];
        return known.Length == 0 ? null : Math.Round(combine(known), 4);
    }
}

/// <summary>What the page shows at one moment, the same object for all who look.</summary>
/// <param name="Fleet">Queue, workers and decisions.</param>
/// <param name="Now">The last sample.</param>
internal sealed record LivePicture(FleetBody Fleet, FleetSample Now, PageChart Workers, PageChart Backlog, PageChart Rates, PageChart Latency);
