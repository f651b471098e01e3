using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AWSense.Reporting;

namespace AWSense.Simulating;

/// <summary>Writes runs to standard output.</summary>
internal static class RunOutput
{
    /// <summary>How everything is written as JSON: absent rather than null, and readable characters.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
    };

    /// <summary>A table for each workload.</summary>
    public static void PrintTables(IReadOnlyList<SimulatedRun> runs, PriceList prices)
    {
        foreach (var workload in runs.GroupBy(run => run.Result.Workload))
        {
            Console.WriteLine(RunColumns.Describe(workload.First().Result));
            ConsoleTable.Write([RunColumns.Headings(prices), .. workload.Select(run => RunColumns.Cells(run, prices))]);
        }
    }

    /// <summary>An array with an object for each run; times in seconds.</summary>
    public static void PrintJson(IReadOnlyList<SimulatedRun> runs, PriceList prices) =>
        Console.WriteLine(new JsonArray([.. runs.Select(run => Describe(run, prices))]).ToJsonString(Json));

    private static JsonObject Describe(SimulatedRun run, PriceList prices)
    {
        var result = run.Result;
        return new()
        {
            ["policy"] = result.Policy,
            ["workload"] = result.Workload,
            ["seed"] = result.Seed,
            ["requests"] = result.Requests,
            ["horizon_s"] = result.Horizon.TotalSeconds,
            ["instance_s"] = Math.Round(result.InstanceSeconds, 1),
            ["cost"] = new JsonObject(prices.Prices.Select(price =>
                KeyValuePair.Create<string, JsonNode?>(price.Name, Math.Round(result.InstanceSeconds / 3600 * price.PerHour, 4)))),
            ["p50_s"] = Seconds(result.P50),
            ["p95_s"] = Seconds(result.P95),
            ["p99_s"] = Seconds(result.P99),
            ["slo_misses"] = result.SloMisses,
            ["launches"] = result.Launches,
            ["turns"] = result.Turns,
            ["busy_killed"] = result.BusyKilled,
            ["unserved"] = RunColumns.Unserved(result),
        };
    }

    /// <summary>Null for what never came, since JSON has no number for it.</summary>
    private static double? Seconds(double value) => double.IsPositiveInfinity(value) ? null : Math.Round(value, 3);
}
