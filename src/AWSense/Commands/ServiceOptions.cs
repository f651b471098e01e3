using System.CommandLine;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary>The options that <c>up</c> and <c>demo</c> share.</summary>
internal sealed class ServiceOptions
{
    private readonly Option<string?> data = new("--data")
    {
        Description = "Folder of queue and archive. Default: awsense-data in the working folder.",
        HelpName = "FOLDER",
    };

    private readonly Option<int?> workers = new("--workers")
    {
        Description = "Worker processes, 1 to 19, always as many. Default: as many as the demand needs, from one to one a core.",
        HelpName = "N",
    };

    private readonly Option<string?> policy = new("--policy")
    {
        Description = "The scaling policy that steers the workers: a file, or the name of one that comes with the program. Default: local.",
        HelpName = "FILE",
    };

    private readonly Option<int?> workersMax = new("--max-workers") { Description = "The most worker processes there may be, 1 to 64. Default: one a core; 19 with --policy.", HelpName = "N" };

    private readonly Option<TimeSpan?> serviceTime = new("--service-time")
    {
        Description = "Seconds added to every inference, to try out scaling with slow pictures. Default: 0.",
        HelpName = "SECONDS",
        CustomParser = ParseSeconds,
    };

    private readonly Option<string?> urls = new("--urls")
    {
        Description = "Where to listen. Default: http://127.0.0.1:8081. Any address but loopback needs an API key (awsense key add).",
        HelpName = "URL",
    };

    private readonly Option<string?> model = new("--model") { Description = "The model that answers when a client names none.", HelpName = "NAME" };

    private readonly Option<string?> models = new("--models") { Description = "Folder of installed models.", HelpName = "FOLDER" };

    public ServiceOptions(Command command)
    {
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 19)
            {
                result.AddError("--workers takes a number from 1 to 19.");
            }
        });
        command.Add(data);
        command.Add(workers);
        command.Add(policy);
        command.Add(workersMax);
        command.Add(serviceTime);
        command.Add(urls);
        command.Add(model);
        command.Add(models);
    }

    /// <summary>What the command line says, by <c>Section:Key</c>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Flags(ParseResult parsed) =>
    [
        new("Data:Folder", parsed.GetValue(data)),
        new("Fleet:Workers", parsed.GetValue(workers)?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new(FleetPolicy.Setting, parsed.GetValue(policy)),
        new("Fleet:WorkersMax", parsed.GetValue(workersMax)?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("Worker:ServiceTime", parsed.GetValue(serviceTime)?.ToString("c")),
        new("Urls", parsed.GetValue(urls)),
        new("Worker:DefaultModel", parsed.GetValue(model)),
        new("Models:Folder", parsed.GetValue(models)),
    ];

    private static TimeSpan? ParseSeconds(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (double.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 50)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError("--service-time takes seconds from 0 to 50.");
        return null;
    }
}
