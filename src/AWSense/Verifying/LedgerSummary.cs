using System.Globalization;
using Spectre.Console;

namespace AWSense.Verifying;

/// <summary>Tells a person what a ledger shows.</summary>
internal static class LedgerSummary
{
    private const double Mebibyte = 1024 * 1024;

    public static void Print(LedgerReport report)
    {
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ledger of {report.Source}, read in {report.Seconds:0.0} s"));
        var ended = string.Concat(report.Ended.Select(state => string.Create(CultureInfo.InvariantCulture, $" · {state.Key} {state.Value:N0}")));
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"requests {report.Requests:N0}: still queued {report.Queued:N0}{ended}, of which dead letters {report.DeadLetters:N0}"));
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"archive: {report.Results:N0} results, {report.Pictures:N0} pictures ({report.PicturesHashed:N0} compared by SHA-256), {report.Bytes / Mebibyte:N1} MiB"));
        foreach (var group in report.Findings)
        {
            Print(group);
        }

        AnsiConsole.WriteLine(report.Proven
            ? "PROVEN: every accepted request has exactly one result or is still queued; no result is without its request; every picture is the one that was accepted."
            : string.Create(CultureInfo.InvariantCulture, $"NOT PROVEN: {report.Faults:N0} {(report.Faults == 1 ? "fault" : "faults")}."));
    }

    private static void Print(LedgerGroup group)
    {
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(group.Fault ? "FAULT" : "note")} {group.Kind}: {group.Count:N0} {group.Meaning}"));
        foreach (var example in group.Examples)
        {
            AnsiConsole.WriteLine($"  {example.Id}  {example.Detail}");
        }

        if (group.Count > group.Examples.Count)
        {
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {group.Count - group.Examples.Count:N0} more"));
        }
    }
}
