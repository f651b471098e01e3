using System.Globalization;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Web.Charts;

namespace AWSense.Web.Simulating;

/// <summary>What came of a policy: figures, and its run over time; not its thousands of decisions.</summary>
public sealed record SimulationRun(ScalingPolicy Policy, double InstanceHours, double P50, double P95, double P99, int Unserved)
{
    /// <summary>What 95 of 100 requests are promised to be answered within, in seconds.</summary>
    public double Promise => Policy.Slo.LatencyP95.TotalSeconds;

    /// <summary>Requests that took longer than promised.</summary>
    public required int Misses { get; init; }

    /// <summary>Workers that were ordered.</summary>
    public required int Launches { get; init; }

    /// <summary>Workers that were ended while they had a request.</summary>
    public required int BusyKilled { get; init; }

    /// <summary>The run in stretches of one length.</summary>
    public required IReadOnlyList<SimulatedInterval> Timeline { get; init; }

    public static SimulationRun Of(ScalingPolicy policy, SimulationResult result) => new(
        policy,
        result.InstanceSeconds / 3600,
        result.P50,
        result.P95,
        result.P99,
        Math.Max(0, result.Requests - result.Served - result.LeftLeased))
    {
        Misses = result.SloMisses,
        Launches = result.Launches,
        BusyKilled = result.BusyKilled,
        Timeline = result.Timeline,
    };
}

/// <summary>Policies on one workload, with charts that share their axes.</summary>
/// <param name="Words">The workload in a sentence.</param>
/// <param name="Runs">In the order in which they were asked for.</param>
/// <param name="Charts">Fleet and latency of each run.</param>
/// <param name="Cost">Marks of the axis of instance-hours.</param>
/// <param name="Latency">Marks of the axis of the p95.</param>
public sealed record SimulationComparison(
    string Words, IReadOnlyList<SimulationRun> Runs, IReadOnlyList<(PageChart Fleet, PageChart Latency)> Charts, AxisTicks Cost, AxisTicks Latency)
{
    private const int TimeMarks = 4;

    public static SimulationComparison Of(Workload workload, IReadOnlyList<SimulationRun> runs)
    {
        var times = AxisTicks.Times(workload.Horizon.TotalSeconds, TimeMarks);
        (double Share, string Label)[] horizontal = [.. times.Marks.Select(mark => (mark.Value / times.Max, mark.Label))];
        var fleets = runs.Select(FleetOf).ToList();
        var latencies = runs.Select(LatencyOf).ToList();
        var (slotsMost, latencyMost) = (fleets.Max(StepPaths.Largest), latencies.Max(StepPaths.Largest));
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{workload.Name}: {workload.Arrivals.Count:N0} requests in {Length(workload.Horizon)}"),
            runs,
            [.. fleets.Zip(latencies, (fleet, latency) => (
                PageChart.Draw("Fleet and demand, in slots", fleet, horizontal, slotsMost, PageChart.Number),
                PageChart.Draw("p95 of the latency, in seconds", latency, horizontal, latencyMost, PageChart.Number)))],
            AxisTicks.Numbers(runs.Max(run => run.InstanceHours) * 1.1, 4),
            AxisTicks.Numbers(runs.SelectMany(run => (double[])[run.P95, run.Promise]).Where(double.IsFinite).Max() * 1.1, 4));
    }

    private static IReadOnlyList<ChartSeries> FleetOf(SimulationRun run)
    {
        var slots = run.Policy.Fleet.WorkersPerInstance;
        return
        [
            Line(run, "in service", "fleet", interval => interval.State.InService * slots) with { Filled = true },
            Line(run, "booting", "booting", interval => interval.State.Booting * slots) with { Filled = true },
            Line(run, "desired", "desired", interval => interval.State.Desired * slots),
            Line(run, "demand", "demand", interval => interval.DemandSlots),
        ];
    }

    private static IReadOnlyList<ChartSeries> LatencyOf(SimulationRun run) =>
        [Line(run, "p95", "upper", interval => interval.LatencyP95), Line(run, "promised", "promise", _ => run.Promise)];

    private static ChartSeries Line(SimulationRun run, string name, string look, Func<SimulatedInterval, double?> value) => new(name, look, [.. run.Timeline.Select(value)]);

    private static string Length(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.##} h")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min");
}
