using System.Globalization;
using AWSense.Hosting;
using Microsoft.Extensions.Configuration;

namespace AWSense.Demo;

/// <summary>The second act: a fleet that grows with a burst of slow pictures and shrinks behind it, in a service of its own that is gone afterwards.</summary>
internal static class ScalingAct
{
    private const string Policy = "demo";
    private static readonly TimeSpan ServiceTime = TimeSpan.FromSeconds(1);

    /// <summary>Plays it.</summary>
    /// <param name="configuration">The settings of the first act; what the second needs otherwise is put over them.</param>
    /// <returns>Uploads that got no label.</returns>
    public static async Task<int> PlayAsync(
        IConfiguration configuration, IReadOnlyList<SamplePicture> samples, int uploads, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("awsense-demo-").FullName;
        try
        {
            ShareModels(configuration, folder);
            await using var service = await ServiceHost.StartAsync(Settings(configuration, folder), quiet: true, cancellationToken);
            await service.WaitUntilReadyAsync(cancellationToken);
            Console.WriteLine();
            Console.WriteLine($"Now the fleet: a second service has one worker and the policy \"{Policy}\", and each picture takes {ServiceTime.TotalSeconds:0} s more. Again {uploads} at once.");
            using var watch = new FleetWatch(service.Address);
            var sending = DemoRun.SendAsync(service.Address, samples, uploads, cancellationToken);
            var following = watch.FollowAsync(sending, cancellationToken);
            await Task.WhenAll(sending, following);
            var run = await sending;
            run.PrintFailures();
            Console.WriteLine(Tell(await following, run));
            return run.Failures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Tell(FleetStory story, DemoRun run) => string.Join(
        " · ",
        $"desired >= {FleetWatch.Many} {After(story.DesiredAfter)}",
        $"{FleetWatch.Many} in service {After(story.InServiceAfter)}",
        string.Create(CultureInfo.InvariantCulture, $"{run.Answers.Count - run.Failures} of {run.Answers.Count} answered in {run.Total.TotalSeconds:0.0} s"),
        $"back to 1 worker {After(story.BackAfter)}",
        $"redeliveries {story.Redelivered}");

    private static string After(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"after {known.TotalSeconds:0.0} s") : "never";

    private static IConfigurationRoot Settings(IConfiguration configuration, string folder) => new ConfigurationBuilder()
        .AddConfiguration(configuration)
        .AddInMemoryCollection(
        [
            new("Data:Folder", folder),
            new("Urls", "http://127.0.0.1:0"),
            new("Auth:Required", "false"),
            new(FleetPolicy.Setting, Policy),
            new("Fleet:Workers", "0"),
            new("Fleet:WorkersMax", "19"),
            new("Worker:Slots", "1"),
            new("Worker:ServiceTime", ServiceTime.ToString("c")),
        ])
        .Build();

    /// <summary>Models that were added to the data folder of the first act serve in the second as well.</summary>
    private static void ShareModels(IConfiguration configuration, string folder)
    {
        var added = Path.GetFullPath(Installation.AddedFolder(configuration));
        if (Directory.Exists(added))
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "models"), added);
        }
    }
}
