using System.CommandLine;
using System.Text.Json;
using AWSense.Hosting;
using AWSense.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Suite;
using AWSense.Scaling.Simulation.Workloads;
using AWSense.Simulating;

namespace AWSense.Commands;

/// <summary><c>awsense simulate</c>: policies tried on workloads in virtual time.</summary>
internal static class SimulateCommand
{
    private const string ReportStandard = "simulation.html";

    public static Command Create()
    {
        var options = new SimulateOptions();
        var command = new DocumentedCommand("simulate", "Try scaling policies on a workload, in virtual time: what they cost, and what clients wait for.", """
            awsense simulate --workload flash
            awsense simulate --policy default --policy seed --workload onoff --report
            awsense simulate --policy keda60 --workload burst:100:5s --boot-time 20s..30s
            awsense simulate --trace requests.csv.gz --service-time lognormal:200ms:0.5 --prices prices.yaml
            awsense simulate --workload poisson:5:4h --count-error 0.2 --lost-launches 0.1
            awsense simulate --suite --policy default --json > result.json
            awsense simulate --suite --policy default --seed 4
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(options, parsed, cancellationToken)));
        return command;
    }

    private static int Run(SimulateOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return options.IsSuite(parsed) ? RunSuite(options, parsed, cancellationToken) : RunWorkloads(options, parsed);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new CommandFailedException(exception.Message);
        }
    }

    private static int RunSuite(SimulateOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(options.Suite);
        var cases = Cases(folder, options.SeedOrNull(parsed));
        var policies = options.Policies(parsed, SuiteRows.Read);
        IReadOnlyList<SuiteRow> rows;
        using (var progress = new SuiteProgress(cases.Count * policies.Count))
        {
            rows = SuiteRun.Run(policies, cases, options.Settings(parsed), progress, cancellationToken);
        }

        if (parsed.GetValue(options.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(rows, RunOutput.Json));
            return 0;
        }

        // Only the policies and requests that the baselines are of can be compared with them.
        var comparable = folder is not null && options.SeedOrNull(parsed) is null && parsed.GetValue(options.Policy) is null or [];
        SuiteTable.Print(rows, comparable ? SuiteFolder.ReadBaselines(folder!) : []);
        return 0;
    }

    private static IReadOnlyList<SuiteCase> Cases(string? folder, int? seed) => (folder, seed) switch
    {
        (null, _) => SuiteCase.Drawn(seed ?? 1),
        (_, null) => SuiteFolder.Read(folder),
        _ => SuiteCase.Redraw(SuiteFolder.Read(folder), seed.Value),
    };

    private static int RunWorkloads(SimulateOptions options, ParseResult parsed)
    {
        var settings = options.Settings(parsed);
        var policies = options.Policies(parsed, () => [PolicyFiles.Open("default")]);
        var prices = parsed.GetValue(options.Prices) is { } path ? PriceList.Read(path) : PriceList.None;
        var pairs = Workloads(options, parsed, settings.Seed).SelectMany(workload => policies.Select(policy => (policy, workload))).ToList();
        var runs = pairs
            .AsParallel()
            .AsOrdered()
            .Select(pair => new SimulatedRun(pair.policy, Simulation.Run(pair.policy, pair.workload, settings)))
            .ToList();
        if (parsed.GetValue(options.Json))
        {
            RunOutput.PrintJson(runs, prices);
        }
        else
        {
            RunOutput.PrintTables(runs, prices);
        }

        if (options.WantsReport(parsed))
        {
            WriteReport(Path.GetFullPath(parsed.GetValue(options.Report) ?? ReportStandard), runs, prices);
        }

        return 0;
    }

    private static void WriteReport(string path, IReadOnlyList<SimulatedRun> runs, PriceList prices)
    {
        File.WriteAllText(path, SimulationReport.Create(runs, prices));
        Console.Error.WriteLine($"The report is in {path}");
    }

    private static List<Workload> Workloads(SimulateOptions options, ParseResult parsed, int seed)
    {
        var service = parsed.GetValue(options.ServiceTime) is { } text ? Distribution.Parse(text) : null;
        return parsed.GetValue(options.Trace) is { } trace
            ? [WorkloadFile.Read(trace, service ?? Distribution.Lognormal(1, 0.3), seed)]
            : [.. parsed.GetValue(options.Workload)!.Select(WorkloadCatalog.Find).Select(recipe => (service is null ? recipe : recipe with { Service = service }).Draw(seed))];
    }
}
