using System.Globalization;
using AWSense.Scaling.Simulation;

namespace AWSense.Simulating;

/// <summary>What a table tells of a run, on a terminal and in a report.</summary>
internal static class RunColumns
{
    private static readonly string[] Standard =
        ["p50 s", "p95 s", "p99 s", "promise s", "SLO misses", "launches", "turns", "busy killed", "unserved"];

    /// <summary>The headings.</summary>
    public static IReadOnlyList<string> Headings(PriceList prices) =>
        ["policy", "instance-s", .. prices.Prices.Select(price => price.Name), .. Standard];

    /// <summary>The cells of one run.</summary>
    public static IReadOnlyList<string> Cells(SimulatedRun run, PriceList prices)
    {
        var result = run.Result;
        return
        [
            result.Policy,
            Whole(result.InstanceSeconds),
            .. prices.Costs(result.InstanceSeconds),
            Fraction(result.P50),
            Fraction(result.P95),
            Fraction(result.P99),
            Fraction(run.Policy.Slo.LatencyP95.TotalSeconds),
            Whole(result.SloMisses),
            Whole(result.Launches),
            Whole(result.Turns),
            Whole(result.BusyKilled),
            Whole(Unserved(result)),
        ];
    }

    /// <summary>Requests that were neither answered nor being worked on at the end.</summary>
    public static int Unserved(SimulationResult result) => Math.Max(0, result.Requests - result.Served - result.LeftLeased);

    /// <summary>What is tried, in a sentence.</summary>
    public static string Describe(SimulationResult result) => string.Create(
        CultureInfo.InvariantCulture, $"{result.Workload}: {result.Requests:N0} requests in {result.Horizon.TotalHours:0.##} h, seed {result.Seed}");

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fraction(double value) =>
        double.IsPositiveInfinity(value) ? "never" : value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
