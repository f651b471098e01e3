using System.CommandLine;
using AWSense.Demo;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense demo</c>: the service at work in one command.</summary>
internal static class DemoCommand
{
    private const int Uploads = 100;

    public static Command Create()
    {
        var exit = new Option<bool>("--exit") { Description = "End after the demonstration rather than go on serving." };
        var command = new DocumentedCommand("demo", $"Start the service, send it the sample pictures {Uploads} times at once as an old client would, and show labels and times.", """
            awsense demo
            awsense demo --exit --workers 2
            """) { exit };
        var options = new ServiceOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var service = await ServiceHost.StartAsync(AppConfiguration.Build(options.Flags(parsed)), quiet: true, cancellationToken);
            Console.WriteLine($"AWSense listens on {service.Address}; its workers are loading the model …");
            await service.WaitUntilReadyAsync(cancellationToken);
            var samples = SamplePictures.Load();
            Console.WriteLine($"Sending {samples.Count} pictures {Uploads / samples.Count} times each, all {Uploads} at once.");
            var run = await DemoRun.SendAsync(service.Address, samples, Uploads, cancellationToken);
            run.Print();
            if (parsed.GetValue(exit) || run.Failures > 0)
            {
                return run.Failures == 0 ? 0 : Failures.ExitCode;
            }

            Console.WriteLine();
            Console.WriteLine($"The service goes on at {service.Address}. Try:  curl -F myfile=@picture.jpg {service.Address}   Ctrl-C ends it.");
            return await service.WaitForShutdownAsync();
        });
        return command;
    }
}
