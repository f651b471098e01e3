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
            await service.WaitUntilReadyAsync(cancellationToken);
            var samples = SamplePictures.Load();
            Console.WriteLine($"Sending {samples.Count} pictures {Uploads / samples.Count} times each, all {Uploads} at once.");
            var run = await DemoRun.SendAsync(service.Address, samples, Uploads, cancellationToken);
            run.Print();
            var unanswered = run.Failures;
            if (unanswered == 0 && !parsed.GetValue(noScaling))
            {
                unanswered = await ScalingAct.PlayAsync(configuration, samples, Uploads, cancellationToken);
            }

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
}
