using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AWSense.Classifying;
using AWSense.Hosting;
using AWSense.Proving;

namespace AWSense.Commands;

/// <summary><c>awsense chaos</c>: kills, fills and delays whatever there is while clients check their answers, and proves that nothing was lost.</summary>
internal static class ChaosCommand
{
    private static readonly Option<int?> Seed = new("--seed") { Description = "Whence all chance comes; the same seed does the same. Default: 1.", HelpName = "N" };
    private static readonly Option<TimeSpan?> Duration = new("--duration") { Description = "Faults go on for so many seconds. Default: 30; with --kills an hour.", HelpName = "SECONDS", CustomParser = ParseSeconds };
    private static readonly Option<int?> Count = new("--count") { Description = "Ends after so many pictures. Default: when the time is over.", HelpName = "N" };
    private static readonly Option<int?> Kills = new("--kills") { Description = "Ends after so many killed processes. Default: when the time is over.", HelpName = "N" };
    private static readonly Option<TimeSpan?> Pace = new("--pace") { Description = "Seconds between two faults, on average. Default: 1.", HelpName = "SECONDS", CustomParser = ParseSeconds };
    private static readonly Option<int?> Workers = new("--workers") { Description = "Workers of the own service, 1 to 19. Default: 2.", HelpName = "N" };
    private static readonly Option<int?> Clients = new("--clients") { Description = "Clients that send pictures one after another. Default: 8.", HelpName = "N" };
    private static readonly Option<string?> Faults = new("--faults") { Description = $"Only these, with commas between: {string.Join(",", FaultKinds.Words)}. Default: all; none is a calm run.", HelpName = "NAMES" };
    private static readonly Option<string?> Data = new("--data") { Description = "Data folder of the own service, which stays; with --service that service's, which is read in the end. Default: a temporary one.", HelpName = "FOLDER" };
    private static readonly Option<string?> Service = new("--service") { Description = "A service that runs already. Default: an own one is started and ended.", HelpName = "URL" };
    private static readonly Option<int?> Pid = new("--pid") { Description = "Process of that service on this machine, whose workers are killed, paused and drained. Default: nothing is done to them.", HelpName = "N" };
    private static readonly BackendOption Backend = new() { Description = "Where the data of the service is that --service names: embedded or aws. Default: the setting Backend, else embedded." };
    private static readonly Option<bool> Json = new("--json") { Description = "The report as JSON." };

    public static Command Create()
    {
        var key = ServiceConnection.KeyOption();
        var command = new DocumentedCommand(
            "chaos", "Kill workers and service, fill the disk, lose replies and plant poison under load, as a seed says, and prove that nothing is lost.", """
            awsense chaos
            awsense chaos --seed 7 --duration 120 --workers 4
            awsense chaos --kills 10000 --faults worker --pace 0.3 --workers 4
            awsense chaos --service http://127.0.0.1:8081 --pid 4711 --data awsense-data --duration 60
            """) { Seed, Duration, Count, Kills, Pace, Workers, Clients, Faults, Data, Service, Pid, Backend, key, Json };
        command.Validators.Add(Check);
        command.SetAction(async (parsed, _) =>
        {
            using var interrupt = Interrupt.Listen();
            var silent = parsed.GetValue(Json);
            using var line = ProgressLine.Start(int.MaxValue, visible: !silent);
            var report = await ChaosRun.RunAsync(Read(parsed, parsed.GetValue(key)), line.Tell, interrupt.Token);
            line.Dispose();
            if (silent)
            {
                Console.WriteLine(ChaosJson.Write(report));
            }
            else
            {
                ChaosSummary.Print(report);
            }

            return report.Passed ? 0 : Failures.ExitCode;
        });
        return command;
    }

    private static ChaosPlan Read(ParseResult parsed, string? key)
    {
        var plan = new ChaosPlan
        {
            Seed = parsed.GetValue(Seed) ?? 1,
            Service = parsed.GetValue(Service) is { } url ? new Uri(url.EndsWith('/') ? url : $"{url}/") : null,
            ServiceProcess = parsed.GetValue(Pid),
            DataFolder = parsed.GetValue(Data) is { } folder ? Path.GetFullPath(folder) : null,
            Duration = parsed.GetValue(Duration) ?? (parsed.GetValue(Kills) is null ? TimeSpan.FromSeconds(30) : TimeSpan.FromHours(1)),
            Kills = parsed.GetValue(Kills),
            Pictures = parsed.GetValue(Count),
            Workers = parsed.GetValue(Workers) ?? 2,
            Clients = parsed.GetValue(Clients) ?? 8,
            ApiKey = key ?? Environment.GetEnvironmentVariable("AWSENSE_KEY"),
        };
        plan = parsed.GetValue(Pace) is { } pace ? plan with { Pace = pace } : plan;
        plan = plan.Service is null || (parsed.GetValue(Data) ?? parsed.GetValue(Backend)) is null ? plan
            : plan with { Ledger = AppConfiguration.Build([new("Data:Folder", parsed.GetValue(Data)), Backend.Flag(parsed)]) };
        return parsed.GetValue(Faults) is { } faults ? plan with { Faults = FaultKinds.Parse(faults)! } : plan;
    }

    private static void Check(CommandResult result)
    {
        (bool Holds, string Problem)[] rules =
        [
            (result.GetValue(Workers) is null or (>= 1 and <= 19), "--workers takes a number from 1 to 19."),
            (result.GetValue(Clients) is null or (>= 1 and <= 1000), "--clients takes a number from 1 to 1000."),
            (result.GetValue(Count) is null or >= 1, "--count takes a number from 1."),
            (result.GetValue(Kills) is null or >= 1, "--kills takes a number from 1."),
            (result.GetValue(Faults) is not { } faults || FaultKinds.Parse(faults) is not null, $"--faults takes names out of {string.Join(",", FaultKinds.Words)}, or {FaultKinds.None}."),
            (result.GetValue(Service) is not { } url || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"),
                "--service takes a URL that begins with http:// or https://."),
            (result.GetValue(Service) is not null || result.GetValue(Backend) is null, "--backend tells where the data of a service are that is given with --service."),
            (result.GetValue(Service) is not null || result.GetValue(Pid) is null, "--pid names the process of a service that is given with --service."),
        ];
        foreach (var (_, problem) in rules.Where(rule => !rule.Holds))
        {
            result.AddError(problem);
        }
    }

    private static TimeSpan? ParseSeconds(ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.01 and <= 864_000)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError("This takes seconds, from 0.01 to 864000.");
        return null;
    }
}
