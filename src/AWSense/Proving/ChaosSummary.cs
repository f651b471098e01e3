using System.Globalization;
using AWSense.Verifying;
using Spectre.Console;

namespace AWSense.Proving;

/// <summary>Tells a person what came of a run.</summary>
internal static class ChaosSummary
{
    private const double Mebibyte = 1024 * 1024;

    public static void Print(ChaosReport report)
    {
        var faults = report.Faults.Count == 0 ? "none" : string.Join(" · ", report.Faults.Select(fault => Invariant($"{fault.Key} {fault.Value:N0}")));
        AnsiConsole.WriteLine(Invariant($"Chaos with seed {report.Seed}, {report.Seconds:0.0} s: {report.Kills:N0} processes killed; faults: {faults}"));
        var clients = report.Clients;
        AnsiConsole.WriteLine(Invariant($"clients: {clients.Accepted:N0} pictures accepted, {clients.Answered:N0} answered, {clients.Lost:N0} lost, {clients.Doubled:N0} doubled, {clients.Wrong:N0} wrong"));
        AnsiConsole.WriteLine(Invariant($"attempts: {clients.Broken:N0} broke off and {clients.Refused:N0} were refused, and were made again; {clients.Unsent:N0} pictures were given up unsent"));
        AnsiConsole.WriteLine(Invariant($"errors as they should be: {clients.Poisoned:N0} of poison, {clients.GivenUp:N0} of pictures whose workers were killed one after another"));
        if (report.Redelivered is { } redelivered)
        {
            AnsiConsole.WriteLine(Invariant($"calm run: {redelivered:N0} requests were delivered again, none may be"));
        }

        if (report.Usage is { } usage)
        {
            var flat = usage.Flat switch { true => "flat", false => "GROWING", null => "too short to judge" };
            AnsiConsole.WriteLine(Invariant($"longest life of the service, {usage.Seconds:0} s: {usage.EarlyBytes / Mebibyte:0} → {usage.LateBytes / Mebibyte:0} MiB, {usage.EarlyHandles} → {usage.LateHandles} handles, {flat}"));
        }

        foreach (var example in clients.Examples)
        {
            AnsiConsole.WriteLine($"  {example}");
        }

        if (report.Ledger is { } ledger)
        {
            LedgerSummary.Print(ledger);
        }
        else
        {
            AnsiConsole.WriteLine("The ledger was not read. Name the service's data folder with --data, or --backend aws, and it is proven as well.");
        }

        AnsiConsole.WriteLine(report.Passed
            ? "PASSED: nothing lost, nothing doubled, nothing wrong."
            : Invariant($"FAILED. The same again: awsense chaos --seed {report.Seed}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
