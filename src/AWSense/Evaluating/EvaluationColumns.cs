using System.Globalization;
using AWSense.Simulating;

namespace AWSense.Evaluating;

/// <summary>What the table tells of a case, on a terminal and in a report.</summary>
internal static class EvaluationColumns
{
    private static readonly string[] Standard =
    [
        "how", "makespan s", "p50 s", "p95 s", "most workers", "out after s", "back to 1 after s", "worker-s", "beyond 1",
    ];

    private static readonly string[] Last = ["launches", "busy killed", "redelivered"];

    /// <summary>The headings of the table.</summary>
    public static IReadOnlyList<string> Headings(PriceList prices) => ["policy, picture", .. Standard, .. prices.Prices.Select(price => price.Name), .. Last];

    /// <summary>The cells of a case.</summary>
    public static IReadOnlyList<string> Cells(EvaluationRow row, PriceList prices)
    {
        var figures = row.Figures;
        return
        [
            row.Case.Title,
            row.Live is null ? "simulated" : "live",
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
    public static IReadOnlyList<string> ComparisonHeadings { get; } = ["policy, picture", "live makespan s", "simulated s", "difference"];

    /// <summary>The cells of a case that was tried both ways.</summary>
    public static IReadOnlyList<string> ComparisonCells(EvaluationRow row) =>
    [
        row.Case.Title,
        Seconds(row.Live!.Makespan),
        Seconds(row.Simulated.Makespan),
        row.MakespanError!.Value.ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture),
    ];

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double? value) => value?.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) ?? "–";
}
