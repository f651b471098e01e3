using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Spectre.Console;

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
            List<IReadOnlyList<string>> rows = [RunColumns.Headings(prices), .. workload.Select(run => RunColumns.Cells(run, prices))];
            AnsiConsole.Write(ToTable(Width(rows) <= AnsiConsole.Profile.Width ? rows : Turn(rows)));
        }
    }

    private static Table ToTable(List<IReadOnlyList<string>> rows)
    {
        var table = new Table().AddColumn(new TableColumn(Markup.Escape(rows[0][0])).NoWrap());
        foreach (var heading in rows[0].Skip(1))
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading)).RightAligned());
        }

        foreach (var row in rows.Skip(1))
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    /// <summary>Columns that the rows need: their longest cells, and three for each border.</summary>
    private static int Width(List<IReadOnlyList<string>> rows) =>
        1 + Enumerable.Range(0, rows[0].Count).Sum(column => rows.Max(row => row[column].Length) + 3);

    /// <summary>A policy a column, for a terminal that is narrow.</summary>
    private static List<IReadOnlyList<string>> Turn(List<IReadOnlyList<string>> rows) =>
        [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.ConvertAll(row => row[column]))];

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
            ["p50_s"] = Math.Round(result.P50, 3),
            ["p95_s"] = Math.Round(result.P95, 3),
            ["p99_s"] = Math.Round(result.P99, 3),
            ["slo_misses"] = result.SloMisses,
            ["launches"] = result.Launches,
            ["turns"] = result.Turns,
            ["busy_killed"] = result.BusyKilled,
            ["unserved"] = RunColumns.Unserved(result),
        };
    }
}
