using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AWSense.Hosting;
using AWSense.Load.Planning;
using AWSense.Load.Rules;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Commands;

/// <summary>The options of <c>awsense load</c>. Those of the old generators keep their names.</summary>
internal sealed class LoadOptions
{
    private const int OldClients = 100; // threads of the old generators
    private const int ConnectionsStandard = 1000;
    private const int OldPort = 8000;
    private const string StandardUrl = "http://127.0.0.1:8081";

    private readonly Option<long?> count = new("--num_request", "--requests", "-n") { Description = "Pictures to send in all.", HelpName = "N" };
    private readonly Option<string?> url = new("--url") { Description = $"The service, or the whole address to post to. Default: {StandardUrl}", HelpName = "URL" };
    private readonly Option<string?> ipAddress = new("--ip_addr") { Description = $"The service by its address alone, at port {OldPort}.", HelpName = "IP" };
    private readonly Option<string?> folder = new("--image_folder", "--images") { Description = "Pictures to send in turn. Default: the sample pictures.", HelpName = "DIR" };
    private readonly Option<string?> labels = new("--prediction_file", "--labels") { Description = "CSV with the right label of each picture: name,label.", HelpName = "CSV" };
    private readonly Option<string?> protocol = new("--protocol")
    {
        Description = $"{string.Join(", ", LoadProtocols.Words)}. Default: by the URL's path, else myfile, and inputFile with --prediction_file.",
        HelpName = "NAME",
    };

    private readonly Option<int?> concurrency = new("--concurrency", "-c") { Description = $"Clients, each with one picture at a time; 1 is serial. Default: all at once, up to {OldClients}.", HelpName = "N" };
    private readonly Option<double?> rate = new("--rate") { Description = "Requests a second, whether or not those before are answered.", HelpName = "R" };
    private readonly Option<string?> workload = new("--workload") { Description = $"Requests as in a workload: {string.Join(", ", WorkloadCatalog.Names)}.", HelpName = "NAME" };
    private readonly Option<string?> trace = new("--trace") { Description = "Requests as recorded: CSV with second,requests or arrival_s,service_s; .gz too.", HelpName = "FILE" };
    private readonly Option<double?> speed = new("--speed") { Description = "Times as fast as the workload or the recording. Default: 1.", HelpName = "X" };
    private readonly Option<int?> seed = new("--seed") { Description = "What chance is drawn from. Default: 1.", HelpName = "N" };
    private readonly Option<string?> duration = new("--duration", "-d") { Description = "Send for this time: 30s, 10m.", HelpName = "TIME" };
    private readonly Option<string?> requestTimeout = new("--timeout") { Description = "A request without an answer for this long has failed. Default: 10m.", HelpName = "TIME" };
    private readonly Option<string?> totalTimeout = new("--total-timeout") { Description = "The run ends after this time, whatever is missing. Default: 24h.", HelpName = "TIME" };
    private readonly Option<int?> connections = new("--connections") { Description = $"Connections at once. Default: {ConnectionsStandard}.", HelpName = "N" };
    private readonly Option<bool?> keepAlive = new("--keep-alive") { Description = "Use connections again. Default: true on /v1; false for the old protocols, as their clients do.", HelpName = "true|false" };
    private readonly Option<string?> key = new("--key") { Description = "API key. Default: the variable AWSENSE_KEY.", HelpName = "KEY" };
    private readonly Option<bool> noFleet = new("--no-fleet") { Description = "Don't ask the service for its fleet." };
    private readonly Option<string?> fleetAfter = new("--fleet-after") { Description = "Watch the fleet for this time after the last answer.", HelpName = "TIME" };

    public Option<string[]> FailOn { get; } = new("--fail-on") { Description = "End with exit code 2 if this holds: 'errors>0', 'p95>500ms', 'accuracy<0.7', 'violations>0'. Can be repeated.", HelpName = "RULE" };

    public Option<string?> Json { get; } = new("--json") { Description = "The result as JSON, into a file or, without a name, to standard output and nothing else.", Arity = ArgumentArity.ZeroOrOne, HelpName = "FILE" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No line for each answer, no progress." };

    /// <summary>Adds all of them, and the rules between them.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            url, ipAddress, folder, labels, protocol, count, duration, concurrency, rate, workload, trace, speed, seed, connections, keepAlive,
            requestTimeout, totalTimeout, key, noFleet, fleetAfter, FailOn, Json, Quiet,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }

        command.Validators.Add(Check);
    }

    /// <summary>Whether the command line is one of an old generator, whose lines are wanted.</summary>
    public bool IsOld(ParseResult parsed) => parsed.GetValue(count) is not null && ProtocolOf(parsed.CommandResult) is LoadProtocol.MyFile or LoadProtocol.InputFile;

    /// <summary>Whether standard output is for the result as JSON, and nothing else.</summary>
    public bool WritesJsonOnly(ParseResult parsed) => parsed.GetResult(Json) is not null && parsed.GetValue(Json) is null;

    /// <summary>The file that the result goes to as JSON; null for none.</summary>
    /// <exception cref="CommandFailedException">It can't be written.</exception>
    public string? JsonFile(ParseResult parsed) => parsed.GetValue(Json) is { } path ? OutputFile.At(path, "result") : null;

    /// <summary>The rules that a run can fail by.</summary>
    public IReadOnlyList<FailRule> Rules(ParseResult parsed) => [.. (parsed.GetValue(FailOn) ?? []).Select(FailRule.Parse)];

    /// <summary>Puts the plan together.</summary>
    /// <exception cref="CommandFailedException">There are no pictures.</exception>
    public LoadPlan Plan(ParseResult parsed)
    {
        var protocol = ProtocolOf(parsed.CommandResult)!.Value;
        var labelFile = parsed.GetValue(labels) is { } path ? LabelFile.Read(path) : null;
        var (count, shape) = (CountOf(parsed), ShapeOf(parsed));
        var standard = new LoadPlan
        {
            Url = UrlOf(parsed.CommandResult, protocol)!,
            Protocol = protocol,
            Pictures = LoadPictures.Read(parsed.GetValue(folder) ?? Path.Combine(AppContext.BaseDirectory, "samples"), labelFile, count ?? long.MaxValue),
            Shape = shape,
            Count = count,
            Duration = Time(parsed, duration),
            ConnectionsMax = parsed.GetValue(connections) ?? ConnectionsStandard,
            KeepAlive = parsed.GetValue(keepAlive) ?? protocol is LoadProtocol.Classify or LoadProtocol.Jobs,
            ApiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("AWSENSE_KEY"),
            FleetAfter = Time(parsed, fleetAfter) ?? TimeSpan.Zero,
            Command = ShownCommandLine.Of(parsed, key),
        };
        return standard with
        {
            RequestTimeout = Time(parsed, requestTimeout) ?? standard.RequestTimeout,
            TotalTimeout = Time(parsed, totalTimeout) ?? standard.TotalTimeout,
            FleetPace = parsed.GetValue(noFleet) ? TimeSpan.Zero : standard.FleetPace,
        };
    }

    private long? CountOf(ParseResult parsed) =>
        parsed.GetValue(count) ?? (IsOpen(parsed.CommandResult) || parsed.GetValue(duration) is not null ? null : OldClients);

    private LoadShape ShapeOf(ParseResult parsed)
    {
        if (parsed.GetValue(rate) is { } perSecond)
        {
            return LoadShapes.AtRate(perSecond);
        }

        if (parsed.GetValue(workload) is { } name)
        {
            return LoadShapes.Named(name, parsed.GetValue(seed) ?? 1, parsed.GetValue(speed) ?? 1);
        }

        return parsed.GetValue(trace) is { } file
            ? LoadShapes.Recorded(file, parsed.GetValue(seed) ?? 1, parsed.GetValue(speed) ?? 1)
            : new ClosedLoad(parsed.GetValue(concurrency) ?? (int)Math.Min(OldClients, CountOf(parsed) ?? OldClients));
    }

    private bool IsOpen(CommandResult result) => result.GetResult(rate) is not null || result.GetResult(workload) is not null || result.GetResult(trace) is not null;

    /// <summary>The protocol; null when its name is none.</summary>
    private LoadProtocol? ProtocolOf(CommandResult result)
    {
        if (result.GetValue(protocol) is { } word)
        {
            return LoadProtocols.Parse(word);
        }

        var path = result.GetValue(url) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address.AbsolutePath : "/";
        return path.TrimEnd('/') switch
        {
            "/v1/classify" => LoadProtocol.Classify,
            "/v1/jobs" => LoadProtocol.Jobs,
            _ => result.GetValue(labels) is null ? LoadProtocol.MyFile : LoadProtocol.InputFile,
        };
    }

    /// <summary>The address to post to; null when it is none.</summary>
    private Uri? UrlOf(CommandResult result, LoadProtocol protocol)
    {
        var text = result.GetValue(ipAddress) is { } ip ? $"http://{ip}:{OldPort}/" : result.GetValue(url) ?? StandardUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        return (protocol, address.AbsolutePath) switch
        {
            (LoadProtocol.Classify, "/") => new(address, $"/v1/classify{address.Query}"),
            (LoadProtocol.Jobs, "/") => new(address, $"/v1/jobs{address.Query}"),
            _ => address,
        };
    }

    private static TimeSpan? Time(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text && SimulatedTime.TryParse(text, out var time) ? time : null;

    private void Check(CommandResult result)
    {
        foreach (var error in Errors(result))
        {
            result.AddError(error);
        }
    }

    private IEnumerable<string> Errors(CommandResult result)
    {
        Option[] shapes = [concurrency, rate, workload, trace];
        if (shapes.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
        {
            yield return "Choose one of --concurrency N, --rate R, --workload NAME and --trace FILE.";
        }

        if (result.GetResult(url) is not null && result.GetResult(ipAddress) is not null)
        {
            yield return "Choose one of --url and --ip_addr.";
        }

        if (result.GetValue(rate) is not null && result.GetValue(count) is null && result.GetValue(duration) is null)
        {
            yield return "--rate goes on for ever; add --duration TIME or --num_request N.";
        }

        if (ProtocolOf(result) is not { } known)
        {
            yield return $"--protocol takes {string.Join(", ", LoadProtocols.Words)}.";
        }
        else if (UrlOf(result, known) is null)
        {
            yield return "--url takes an address that begins with http:// or https://.";
        }

        foreach (var error in Bounds(result).Concat(Times(result)).Concat(RuleErrors(result)))
        {
            yield return error;
        }
    }

    private IEnumerable<string> Bounds(CommandResult result)
    {
        (string Name, double? Value, double Min, double Max)[] bounds =
        [
            (count.Name, result.GetValue(count), 1, WorkloadFile.RequestsMax),
            (concurrency.Name, result.GetValue(concurrency), 1, 100_000),
            (rate.Name, result.GetValue(rate), 0.001, 1_000_000),
            (speed.Name, result.GetValue(speed), 0.001, 1_000_000),
            (connections.Name, result.GetValue(connections), 1, 100_000),
        ];
        foreach (var (name, value, min, max) in bounds.Where(bound => bound.Value is { } value && !(value >= bound.Min && value <= bound.Max)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {min} to {max:0}.");
        }

        if (result.GetValue(concurrency) > (result.GetValue(connections) ?? ConnectionsStandard))
        {
            yield return $"--concurrency {result.GetValue(concurrency)} needs as many connections; add --connections {result.GetValue(concurrency)}.";
        }
    }

    private IEnumerable<string> Times(CommandResult result) =>
        from option in (Option<string?>[])[duration, requestTimeout, totalTimeout, fleetAfter]
        let text = result.GetValue(option)
        where text is not null && !(SimulatedTime.TryParse(text, out var time) && time > TimeSpan.Zero && time <= TimeSpan.FromDays(7))
        select $"{option.Name} takes a time such as 500ms, 30s, 10m or 4h, up to 7 days.";

    private IEnumerable<string> RuleErrors(CommandResult result)
    {
        foreach (var text in result.GetValue(FailOn) ?? [])
        {
            string? error = null;
            try
            {
                error = FailRule.Parse(text).NeedsLabels && result.GetValue(labels) is null ? $"--fail-on '{text}' needs the right labels; add --prediction_file CSV." : null;
            }
            catch (FormatException exception)
            {
                error = exception.Message;
            }

            if (error is not null)
            {
                yield return error;
            }
        }
    }
}
