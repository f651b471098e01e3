using System.CommandLine;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense up</c>: the whole service on this machine.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var command = new DocumentedCommand("up", "Run the whole service on this machine: web tier, queue, archive and workers.", """
            awsense up
            awsense up --workers 4 --data /var/lib/awsense
            awsense up --policy demo --record-events day.jsonl
            curl -F myfile=@cat.jpg http://127.0.0.1:8081/
            """);
        var options = new ServiceOptions(command);
        var recording = new Option<string?>("--record-events")
        {
            Description = "Record what happens to requests and workers, to try policies on it: awsense simulate --trace FILE. Default: nothing is recorded.",
            HelpName = "FILE",
        };
        command.Add(recording);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var service = await ServiceHost.StartAsync(AppConfiguration.Build([.. options.Flags(parsed), new("Recording:File", parsed.GetValue(recording))]), quiet: false, cancellationToken);
            Console.WriteLine($"AWSense listens on {service.Address}; its data is in {service.DataFolder}. Workers are loading the model …");
            var workers = await service.WaitUntilReadyAsync(cancellationToken);
            Console.WriteLine($"Ready with {workers} {(workers == 1 ? "worker" : "workers")}. Try:  curl -F myfile=@picture.jpg {service.Address}   Ctrl-C ends it.");
            return await service.WaitForShutdownAsync();
        });
        return command;
    }
}
