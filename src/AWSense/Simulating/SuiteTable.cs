using System.Globalization;
using AWSense.Scaling.Simulation.Suite;
using Spectre.Console;

namespace AWSense.Simulating;

/// <summary>A suite's result as the reference table has it: cost and range of the p95 for each workload, then the figures over all.</summary>
internal static class SuiteTable
{
    private const int WorkloadWidth = 19;
    private const int TotalsWidth = 60;

    /// <summary>Prints it.</summary>
    /// <param name="baselines">What another simulator measured, for the same rows; others aren't compared.</param>
    public static void Print(IReadOnlyList<SuiteRow> rows, IReadOnlyList<SuiteRow> baselines)
    {
        var bounded = rows.All(row => row.CostOverBound is not null);
        var workloads = rows[0].Cells.Select(cell => cell.Workload).Distinct().ToList();
        var wide = PolicyWidth(rows) + (workloads.Count * WorkloadWidth) + TotalsWidth;
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, wide); // as Program.cs does, for a table that is wider still
        }

        var told = AnsiConsole.Profile.Width >= wide ? workloads : [];
        var table = new Table().AddColumn(new TableColumn("policy").NoWrap());
        foreach (var heading in (IEnumerable<string>)[.. told, bounded ? "cost × bound" : "cost × work", "limits met", "turns/h", "busy killed/h"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow([Markup.Escape(row.Policy), .. told.Select(workload => Cell(row, workload)), .. Totals(row)]);
        }

        AnsiConsole.Write(table);
        Console.WriteLine(bounded
            ? "Cost is relative to a schedule that knows every request beforehand."
            : "Cost is relative to the work, the sum of the service times: for drawn workloads nobody has computed a bound.");
        Console.WriteLine(told.Count > 0
            ? "A workload's cell: cost in the mean of the seeds / p95 in seconds."
            : $"The workloads have no room here: they need {wide} columns, or --json.");
        if (baselines.Count == rows.Count)
        {
            Compare(SuiteComparison.Of(rows, baselines));
        }
    }

    private static int PolicyWidth(IReadOnlyList<SuiteRow> rows) => rows.Max(row => row.Policy.Length) + 4;

    private static string Cell(SuiteRow row, string workload)
    {
        var cells = row.Cells.Where(cell => cell.Workload == workload).ToList();
        var (least, most) = (Math.Round(cells.Min(cell => cell.P95)), Math.Round(cells.Max(cell => cell.P95)));
        var latency = least == most ? Seconds(least) : $"{Seconds(least)}-{Seconds(most)}";
        return string.Create(CultureInfo.InvariantCulture, $"{cells.Average(cell => cell.RelativeCost):0.00} / {latency}");
    }

    private static string Seconds(double value) => double.IsPositiveInfinity(value) ? "never" : value.ToString("0", CultureInfo.InvariantCulture);

    private static string[] Totals(SuiteRow row) =>
    [
        (row.CostOverBound ?? row.CostOverWork ?? 0).ToString("0.00", CultureInfo.InvariantCulture),
        $"{row.LimitsMet}/{row.Cells.Count}",
        row.TurnsPerHour.ToString("0.0", CultureInfo.InvariantCulture),
        row.BusyKilledPerHour.ToString("0.0", CultureInfo.InvariantCulture),
    ];

    private static void Compare(SuiteComparison comparison)
    {
        var parting = comparison.Parting.ToList();
        Console.WriteLine($"{comparison.Cells.Count - parting.Count} of {comparison.Cells.Count} cells agree with the baselines beside the suite: {(comparison.Agrees ? "the same" : "NOT the same")} by its rule.");
        foreach (var cell in parting)
        {
            Console.WriteLine($"  {cell}");
        }
    }
}
