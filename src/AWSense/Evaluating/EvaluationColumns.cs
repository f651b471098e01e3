using System.Globalization;
using AWSense.Simulating;

namespace AWSense.Evaluating;

/// <summary>What the table tells of a case, on a terminal and in a report.</summary>
internal static class EvaluationColumns
{
    /// <summary>How many columns hold words; the others hold figures.</summary>
    public const int Words = 2;

    private static readonly string[] First = ["policy", "how", "s/picture", "makespan", "p50", "p95", "workers", "out at", "back at", "worker-s", "beyond 1"];
    private static readonly string[] Last = ["launched", "killed", "redelivered"];

    /// <summary>What the headings mean.</summary>
    public const string Legend =
        "Times are in seconds from the first upload. Makespan: the last answer. Workers: the most in service at once. Out at: the policy first asked for more. Back at: one was left for good. Worker-s: running time of all workers until the work is done and one is left; beyond 1 leaves out the one that is always there. Killed: workers that were ended with a request in hand.";

    /// <summary>The headings of the table.</summary>
    public static IReadOnlyList<string> Headings(PriceList prices) => [.. First, .. prices.Prices.Select(price => price.Name), .. Last];

    /// <summary>The cells of a case.</summary>
    public static IReadOnlyList<string> Cells(EvaluationRow row, PriceList prices)
    {
        var figures = row.Figures;
        return
        [
            row.Case.Role,
            row.Live is null ? "simulated" : "live",
            row.Case.ServiceTime.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture),
            Seconds(figures.Makespan),
            Seconds(figures.P50),
            Seconds(figures.P95),
            Whole(figures.Trace.InServiceMax),
            Seconds(figures.Trace.FirstScaleOut),
            figures.Trace.EndsGrown ? "never" : Seconds(figures.Trace.BackToOne),
            Whole(figures.WorkerSeconds),
            Whole(figures.ExtraWorkerSeconds),
            .. prices.Costs(figures.WorkerSeconds),
            Whole(figures.Launches),
            Whole(figures.BusyKilled),
            Whole(figures.Redeliveries),
        ];
    }

    /// <summary>The headings of the comparison.</summary>
    public static IReadOnlyList<string> ComparisonHeadings { get; } = ["policy", "live makespan", "simulated", "difference"];

    /// <summary>The cells of a case that was tried both ways.</summary>
    public static IReadOnlyList<string> ComparisonCells(EvaluationRow row) =>
    [
        row.Case.Title,
        Seconds(row.Live!.Makespan),
        Seconds(row.Simulated.Makespan),
        row.MakespanError!.Value.ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture),
    ];

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double? value) => value == double.PositiveInfinity ? "never" : value?.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) ?? "–";
}
