using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AWSense.Policies;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Commands;

/// <summary>The options of <c>awsense simulate</c>.</summary>
internal sealed class SimulateOptions
{
    public Option<string[]> Policy { get; } = new("--policy") { Description = "A policy file, or the name of a policy that comes with the program. Can be repeated. Default: default; for a suite, all of its rows.", HelpName = "FILE|NAME" };

    public Option<string[]> Workload { get; } = new("--workload")
    {
        Description = $"A workload by name: {string.Join(", ", WorkloadCatalog.Names)}. Can be repeated.",
        HelpName = "NAME",
    };

    public Option<string?> Trace { get; } = new("--trace")
    {
        Description = "Recorded requests: CSV with arrival_s,service_s or second,requests, or what \"awsense up --record-events\" wrote; .gz too.",
        HelpName = "FILE",
    };

    public Option<string?> Suite { get; } = new("--suite")
    {
        Description = "All workloads of a suite: a folder with index.json; without one, the drawn workloads of the catalogue, 3 seeds each.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "FOLDER",
    };

    public Option<string?> ServiceTime { get; } = new("--service-time")
    {
        Description = "Time of a request where the workload doesn't say: 200ms, 1s..3s, exponential:1s or lognormal:1s:0.3.",
        HelpName = "TIME",
    };

    public Option<string?> Prices { get; } = new("--prices") { Description = "Prices an instance-hour, in YAML or JSON: t3.small: 0.0208", HelpName = "FILE" };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON array; for a suite in the shape of its baselines.json." };

    public Option<string?> Report { get; } = new("--report")
    {
        Description = "A page with charts. Default name: simulation.html. Not for a suite.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "FILE.html",
    };

    private readonly Option<int> seed = new("--seed") { Description = "What all chance is drawn from. A suite draws its workloads with N, N+1 and N+2; recorded ones stay. Default: 1; a suite's folder as it is.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> bootTime = new("--boot-time") { Description = "Time from an order to the first request, as --service-time. Default: 60s..90s, after 2 s.", HelpName = "TIME" };
    private readonly Option<double> countError = Share("--count-error", "Largest relative error of the queue's counts.");
    private readonly Option<double> duplicates = Share("--duplicates", "Share of requests that are delivered twice.");
    private readonly Option<double> lostLaunches = Share("--lost-launches", "Share of orders that never become a worker.");
    private readonly Option<double> slowLaunches = Share("--slow-launches", "Share of orders that take three times as long.");

    private readonly Option<double> metricGaps = Share("--metric-gaps", "Share of the samples of the metrics that are never published.");
    private readonly Option<double> spotInterruptions = SpotInterruptions();

    /// <summary>Adds all of them, and the rules between them.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [Policy, Workload, Trace, Suite, seed, ServiceTime, bootTime, Prices, Json, Report, countError, metricGaps, duplicates, lostLaunches, slowLaunches, spotInterruptions];
        foreach (var option in all)
        {
            command.Add(option);
        }

        command.Validators.Add(Check);
    }

    public bool IsSuite(ParseResult parsed) => parsed.GetResult(Suite) is not null;

    /// <summary>The seed that was asked for; null where none was.</summary>
    public int? SeedOrNull(ParseResult parsed) => parsed.GetResult(seed) is { Implicit: false } ? parsed.GetValue(seed) : null;

    public bool WantsReport(ParseResult parsed) => parsed.GetResult(Report) is not null;

    /// <summary>The policies that are named, or others where none is.</summary>
    public IReadOnlyList<ScalingPolicy> Policies(ParseResult parsed, Func<IReadOnlyList<ScalingPolicy>> standard) =>
        parsed.GetValue(Policy) is { Length: > 0 } names ? [.. names.Select(PolicyFiles.Open)] : standard();

    /// <summary>The world of the runs.</summary>
    /// <exception cref="FormatException">A time can't be read.</exception>
    public SimulationSettings Settings(ParseResult parsed)
    {
        var settings = new SimulationSettings
        {
            Seed = parsed.GetValue(seed),
            CountError = parsed.GetValue(countError),
            MetricGapShare = parsed.GetValue(metricGaps),
            DuplicateShare = parsed.GetValue(duplicates),
            LostLaunchShare = parsed.GetValue(lostLaunches),
            SlowLaunchShare = parsed.GetValue(slowLaunches),
            SpotInterruptionsPerHour = parsed.GetValue(spotInterruptions),
        };
        return parsed.GetValue(bootTime) is { } text ? settings with { BootTime = Distribution.Parse(text) } : settings;
    }

    private void Check(CommandResult result)
    {
        var sources = new Option[] { Workload, Trace, Suite }.Count(option => result.GetResult(option) is not null);
        if (sources != 1)
        {
            result.AddError("Choose one of --workload NAME, --trace FILE and --suite [FOLDER].");
        }
        else if (result.GetResult(Suite) is not null && result.GetResult(Report) is not null)
        {
            result.AddError("--report draws single runs; a suite has a table and --json.");
        }
        else if (result.GetResult(Suite) is not null && (result.GetResult(ServiceTime) is not null || result.GetResult(Prices) is not null))
        {
            result.AddError("A suite has its own service times and is told in instance-seconds; leave --service-time and --prices away.");
        }
    }

    private static Option<double> SpotInterruptions()
    {
        var standard = new SimulationSettings().SpotInterruptionsPerHour;
        var option = new Option<double>("--spot-interruptions")
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"Interruptions of a spot instance an hour, where the policy's capacity.purchase.spotPercent buys any. From 0; default: {standard}."),
            DefaultValueFactory = _ => standard,
            HelpName = "PER_HOUR",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and < double.PositiveInfinity))
            {
                result.AddError("--spot-interruptions takes a number from 0.");
            }
        });
        return option;
    }

    private static Option<double> Share(string name, string description)
    {
        var option = new Option<double>(name) { Description = $"{description} From 0 to 1; default: 0.", HelpName = "SHARE" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
            {
                result.AddError($"{name} takes a number from 0 to 1.");
            }
        });
        return option;
    }
}
