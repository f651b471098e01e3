using System.CommandLine;
using System.Globalization;
using AWSense.Classifying;
using AWSense.Hosting;
using AWSense.Verifying;

namespace AWSense.Commands;

/// <summary><c>awsense verify</c>: proves from what is written that no request was lost, doubled or mixed up.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The service's data folder. Default: awsense-data in the working folder.", HelpName = "FOLDER" };
        var json = new Option<bool>("--json") { Description = "The report as JSON." };
        var backend = new BackendOption();
        var command = new DocumentedCommand(
            "verify", "Prove the ledger: every accepted request has exactly one result or is still queued. It only reads; the service may run or not.", """
            awsense verify
            awsense verify --data /var/lib/awsense --json
            AWSENSE__Aws__Bucket=my-pictures awsense verify --backend aws
            """) { data, backend, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = AppConfiguration.Build([new("Data:Folder", parsed.GetValue(data)), backend.Flag(parsed)]);
            using var line = ProgressLine.Start(int.MaxValue, visible: !parsed.GetValue(json));
            var report = await LedgerReading.RunAsync(configuration, new Told(line), cancellationToken);
            line.Dispose();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(LedgerJson.Write(report));
            }
            else
            {
                LedgerSummary.Print(report);
            }

            return report.Proven ? 0 : Failures.ExitCode;
        });
        return command;
    }

    private sealed class Told(ProgressLine line) : IProgress<long>
    {
        public void Report(long value) => line.Tell(string.Create(CultureInfo.InvariantCulture, $"{value:N0} requests looked at"));
    }
}
