using System.CommandLine;
using System.Globalization;
using AWSense.Backends;
using AWSense.Backends.Aws;
using AWSense.Backends.Embedded.Data;
using AWSense.Classifying;
using AWSense.Core.Archive;
using AWSense.Core.Ledger;
using AWSense.Core.Limits;
using AWSense.Hosting;
using AWSense.Verifying;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
            var report = await RunAsync(configuration, new Told(line), cancellationToken);
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

    /// <summary>Reads the ledger that the settings name.</summary>
    private static async Task<LedgerReport> RunAsync(IConfiguration configuration, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        var retention = configuration.GetSection(RetentionOptions.Section).Get<RetentionOptions>() ?? new();
        if (BackendChoice.Of(configuration) == BackendKind.Aws)
        {
            await using var services = new ServiceCollection().AddAwsLedger(configuration).BuildServiceProvider();
            var bucket = $"bucket {configuration["Aws:Bucket"]}";
            return await LedgerCheck.RunAsync(
                new(bucket, services.GetRequiredService<ILedgerSource>(), services.GetRequiredService<IObjectStore>(), limits, retention),
                progress, TimeProvider.System, cancellationToken);
        }

        var folder = Path.GetFullPath(configuration["Data:Folder"] ?? "awsense-data");
        using var ledger = FolderLedger.Open(folder, TimeProvider.System);
        return await LedgerCheck.RunAsync(new(folder, ledger, ledger.Archive, limits, retention), progress, TimeProvider.System, cancellationToken);
    }

    private sealed class Told(ProgressLine line) : IProgress<long>
    {
        public void Report(long value) => line.Tell(string.Create(CultureInfo.InvariantCulture, $"{value:N0} requests looked at"));
    }
}
