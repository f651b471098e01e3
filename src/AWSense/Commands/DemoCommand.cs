using System.CommandLine;
using AWSense.Demo;
using AWSense.Hosting;
using Microsoft.Extensions.Configuration;

namespace AWSense.Commands;

/// <summary><c>awsense demo</c>: the service at work in one command.</summary>
internal static class DemoCommand
{
    private const int Uploads = 100;

    public static Command Create()
    {
        var exit = new Option<bool>("--exit") { Description = "End after the demonstration rather than go on serving." };
        var noScaling = new Option<bool>("--no-scaling") { Description = "Leave out the second act, a fleet that grows and shrinks in a temporary service of its own." };
        var command = new DocumentedCommand("demo", $"Start the service, send it the sample pictures {Uploads} times at once as an old client would, and show labels, times and a fleet that grows and shrinks.", """
            awsense demo
            awsense demo --exit
            awsense demo --exit --no-scaling --workers 2
            """) { exit, noScaling };
        var options = new ServiceOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = AppConfiguration.Build(options.Flags(parsed));
            await using var service = await ServiceHost.StartAsync(configuration, quiet: true, cancellationToken);
            Console.WriteLine($"AWSense listens on {service.Address}; its workers are loading the model …");
            var unanswered = await ShowAsync(service, configuration, withScaling: !parsed.GetValue(noScaling));
            if (parsed.GetValue(exit) || unanswered > 0)
            {
                return unanswered == 0 ? 0 : Failures.ExitCode;
            }

            Console.WriteLine();
            Console.WriteLine($"The service goes on at {service.Address}. Try:  curl -F myfile=@picture.jpg {service.Address}   Ctrl-C ends it.");
            return await service.WaitForShutdownAsync();
        });
        return command;
    }

    /// <summary>Plays both acts, or one, until the service is asked to end.</summary>
    /// <returns>Uploads that got no label.</returns>
    private static async Task<int> ShowAsync(ServiceHost service, IConfiguration configuration, bool withScaling)
    {
        await service.WaitUntilReadyAsync(service.Stopping);
        var samples = SamplePictures.Load();
        Console.WriteLine($"Sending {samples.Count} pictures {Uploads / samples.Count} times each, all {Uploads} at once.");
        var run = await DemoRun.SendAsync(service.Address, samples, Uploads, service.Stopping);
        run.Print();
        return run.Failures == 0 && withScaling
            ? await ScalingAct.PlayAsync(configuration, samples, Uploads, service.Stopping)
            : run.Failures;
    }
}
