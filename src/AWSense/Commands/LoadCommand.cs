using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using AWSense.Hosting;
using AWSense.Load;
using AWSense.Load.Output;
using AWSense.Load.Results;

namespace AWSense.Commands;

/// <summary><c>awsense load</c>: pictures sent to a service, and the truth about what comes back.</summary>
internal static class LoadCommand
{
    private const int RuleExitCode = 2;
    private const int InterruptExitCode = 130; // as shells count it

    public static Command Create()
    {
        var options = new LoadOptions();
        var command = new DocumentedCommand("load", "Send pictures to a service as old and new clients do, check every answer, and tell times and failures.", """
            awsense load --num_request 100 --url http://127.0.0.1:8081/ --image_folder photos/
            awsense load --num_request 100 --image_folder photos/ --prediction_file labels.csv --concurrency 1
            awsense load --protocol classify --rate 50 --duration 1m --fail-on 'errors>0' --fail-on 'p95>500ms'
            awsense load --protocol classify --rate 50 --duration 1m --compare old.json --report
            awsense load --protocol jobs --workload ramp:1..50:5m --json result.json
            awsense load --protocol classify --trace requests.csv.gz --speed 60
            """);
        options.AddTo(command);
        var report = new LoadReportOptions();
        report.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(options, parsed, new(options.JsonFile(parsed), report.Read(parsed)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LoadOptions options, ParseResult parsed, LoadOutputs outputs, CancellationToken cancellationToken)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var control = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => EndOnce(interrupt, signal));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => EndOnce(interrupt, signal));
        var result = await SendAsync(options, parsed, interrupt.Token);
        var silent = options.WritesJsonOnly(parsed);
        if (!silent)
        {
            LoadSummary.Print(result);
        }

        await WriteJsonAsync(result, outputs.Json, silent);
        await outputs.Report.WriteAsync(result, silent);
        return result switch
        {
            { End: "interrupted" } => InterruptExitCode,
            { Rules: var rules } when rules.Any(rule => rule.Failed) => RuleExitCode,
            { Answered: 0 } => Failures.ExitCode,
            _ => 0,
        };
    }

    private static async Task<LoadResult> SendAsync(LoadOptions options, ParseResult parsed, CancellationToken interrupt)
    {
        try
        {
            var plan = options.Plan(parsed);
            var rules = options.Rules(parsed);
            var quiet = parsed.GetValue(options.Quiet);
            var old = options.IsOld(parsed) && !quiet && !options.WritesJsonOnly(parsed) ? new OldGeneratorOutput(plan.Url, Console.Out) : null;
            var tells = !quiet && (old is null || StandardStreams.AreApart); // progress would be written over answers on one terminal
            LoadResult result;
            using (var line = new LoadProgressLine())
            {
                result = await LoadRun.RunAsync(plan, tells ? line : null, old, interrupt);
            }

            if (old is not null)
            {
                OldGeneratorOutput.PrintStatistics(result);
            }

            return result with { Rules = [.. rules.Select(rule => rule.Judge(result))] };
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new CommandFailedException(exception.Message);
        }
    }

    private static async Task WriteJsonAsync(LoadResult result, string? file, bool toOutput)
    {
        if (toOutput)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result, LoadJson.Readable.LoadResult));
        }
        else if (file is not null)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(result, LoadJson.Readable.LoadResult));
            await Console.Error.WriteLineAsync($"The result is in {file}");
        }
    }

    /// <summary>The first signal ends the run, the second one the program.</summary>
    private static void EndOnce(CancellationTokenSource interrupt, PosixSignalContext signal)
    {
        signal.Cancel = !interrupt.IsCancellationRequested;
        interrupt.Cancel();
    }
}

/// <summary>What is written at the end, and was checked before anything is sent.</summary>
/// <param name="Json">The file for the result; null for none.</param>
/// <param name="Report">What is made of it.</param>
internal sealed record LoadOutputs(string? Json, LoadReportRequest Report);
