using System.Text.Json.Nodes;
using AWSense.Simulating;

namespace AWSense.Evaluating;

/// <summary>An evaluation as JSON; times in seconds.</summary>
internal static class EvaluationJson
{
    /// <summary>One object.</summary>
    public static string Write(EvaluationResult result, PriceList prices, IReadOnlyList<(string What, string Value)> about) => new JsonObject
    {
        ["about"] = new JsonObject(about.Select(line => KeyValuePair.Create<string, JsonNode?>(line.What, line.Value))),
        ["elapsed_s"] = Round(result.Elapsed.TotalSeconds),
        ["machine"] = new JsonObject
        {
            ["overhead_s"] = Round(result.Machine.Overhead.TotalSeconds),
            ["boot_s"] = Round(result.Machine.Boot.TotalSeconds),
            ["boot_crowding_s"] = Round(result.Machine.BootCrowding.TotalSeconds),
        },
        ["cases"] = new JsonArray([.. result.ThisMachine.Concat(result.Ec2).Select(row => Row(row, prices))]),
    }.ToJsonString(RunOutput.Json);

    private static JsonObject Row(EvaluationRow row, PriceList prices)
    {
        var node = new JsonObject
        {
            ["world"] = row.World,
            ["role"] = row.Case.Role,
            ["policy"] = row.Case.PolicyName,
            ["service_time_s"] = row.Case.ServiceTime.TotalSeconds,
            ["how"] = row.Live is null ? "simulated" : "live",
            ["figures"] = Figures(row.Figures, prices),
        };
        if (row.Live is not null)
        {
            node["simulated"] = Figures(row.Simulated, prices);
            node["makespan_difference"] = Round(row.MakespanError!.Value);
        }

        return node;
    }

    private static JsonObject Figures(CaseFigures figures, PriceList prices) => new()
    {
        ["makespan_s"] = Round(figures.Makespan),
        ["p50_s"] = Round(figures.P50),
        ["p95_s"] = Round(figures.P95),
        ["answered"] = figures.Answered,
        ["workers_most"] = figures.Trace.InServiceMax,
        ["first_scale_out_s"] = Round(figures.Trace.FirstScaleOut),
        ["back_to_one_s"] = figures.Trace.EndsGrown ? null : Round(figures.Trace.BackToOne),
        ["worker_s"] = Round(figures.WorkerSeconds),
        ["worker_s_beyond_one"] = Round(figures.ExtraWorkerSeconds),
        ["cost"] = new JsonObject(prices.Prices.Select(price => KeyValuePair.Create<string, JsonNode?>(price.Name, Math.Round(figures.WorkerSeconds / 3600 * price.PerHour, 4)))),
        ["launches"] = figures.Launches,
        ["busy_killed"] = figures.BusyKilled,
        ["redeliveries"] = figures.Redeliveries,
    };

    /// <summary>Null for what isn't known or never came, since JSON has no number for either.</summary>
    private static double? Round(double? value) => value is { } known && double.IsFinite(known) ? Math.Round(known, 3) : null;
}
