using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Backends;
using AWSense.Backends.Aws.Setup;
using AWSense.Core.Archive;
using AWSense.Core.Diagnosis;
using AWSense.Core.Limits;
using AWSense.Doctor;
using AWSense.Hosting;
using Microsoft.Extensions.Configuration;

namespace AWSense.Commands;

/// <summary><c>awsense doctor</c>: whether the service can run here, and what to do where it can't.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var backend = new BackendOption();
        var data = new Option<string?>("--data") { Description = "The service's data folder. Default: awsense-data in the working folder.", HelpName = "FOLDER" };
        var urls = new Option<string?>("--urls") { Description = "Where the service is to listen. Default: http://127.0.0.1:8081.", HelpName = "URL" };
        var models = new Option<string?>("--models") { Description = "Folder of installed models.", HelpName = "FOLDER" };
        var json = new Option<bool>("--json") { Description = "A JSON document instead of lines: status, and each check with its status, detail and advice." };
        var command = new DocumentedCommand("doctor", "Check machine, disk, ports, libraries and models, and with --backend aws queues, bucket and permissions; say what to do. Ends with 1 when something fails.", """
            awsense doctor
            awsense doctor --data /var/lib/awsense --json
            AWSENSE__Aws__Bucket=my-pictures awsense doctor --backend aws
            """) { backend, data, urls, models, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = AppConfiguration.Build(
            [
                backend.Flag(parsed), new("Data:Folder", parsed.GetValue(data)), new("Urls", parsed.GetValue(urls)), new("Models:Folder", parsed.GetValue(models)),
            ]);
            var done = new List<Diagnosis>();
            await foreach (var diagnosis in new Examination(Patience, TimeProvider.System).RunAsync(ChecksOf(configuration), cancellationToken))
            {
                done.Add(diagnosis);
                if (!parsed.GetValue(json))
                {
                    Tell(diagnosis);
                }
            }

            var worst = done.Max(diagnosis => diagnosis.Finding.Status);
            Console.WriteLine(parsed.GetValue(json) ? DoctorJson.Write(worst, done) : Summary(done));
            return worst == FindingStatus.Fail ? Failures.ExitCode : 0;
        });
        return command;
    }

    private static IEnumerable<Check> ChecksOf(IConfigurationRoot configuration)
    {
        var limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        var retention = configuration.GetSection(RetentionOptions.Section).Get<RetentionOptions>() ?? new();
        var isAws = BackendChoice.Of(configuration) == BackendKind.Aws;
        return
        [
            .. MachineChecks.All(limits),
            .. isAws ? [] : DataChecks.All(configuration["Data:Folder"] ?? "awsense-data", retention),
            .. NetworkChecks.All(configuration["Urls"] ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? WebTier.UrlsDefault),
            .. ProgramChecks.All(configuration),
            .. isAws ? AwsExamination.ChecksOf(configuration) : [],
        ];
    }

    private static void Tell(Diagnosis diagnosis)
    {
        Console.WriteLine($"{diagnosis.Finding.Status.ToString().ToLowerInvariant(),-5} {diagnosis.Name}: {diagnosis.Finding.Detail}");
        if (diagnosis.Finding.Advice is { } advice)
        {
            Console.WriteLine($"      → {advice}");
        }
    }

    private static string Summary(List<Diagnosis> done)
    {
        int Count(FindingStatus status) => done.Count(diagnosis => diagnosis.Finding.Status == status);
        return $"{Count(FindingStatus.Ok)} ok, {Count(FindingStatus.Warn)} warn, {Count(FindingStatus.Fail)} fail";
    }
}

/// <summary>What <c>--json</c> prints.</summary>
internal sealed record DoctorReport(FindingStatus Status, IReadOnlyList<DoctorReportLine> Checks);

/// <summary>A check in it.</summary>
internal sealed record DoctorReportLine(string Name, FindingStatus Status, string Detail, string? Advice, double Milliseconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext
{
    public static string Write(FindingStatus worst, IEnumerable<Diagnosis> done) => JsonSerializer.Serialize(
        new DoctorReport(worst, [.. done.Select(one => new DoctorReportLine(one.Name, one.Finding.Status, one.Finding.Detail, one.Finding.Advice, one.Milliseconds))]),
        Default.DoctorReport);
}
