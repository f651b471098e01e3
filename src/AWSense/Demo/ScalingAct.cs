using System.Globalization;
using AWSense.Hosting;
using Microsoft.Extensions.Configuration;

namespace AWSense.Demo;

/// <summary>The second act: a fleet that grows with a burst of slow pictures and shrinks behind it, in a service of its own that is gone afterwards.</summary>
internal static class ScalingAct
{
    private const string Policy = "demo";
    private const int WorkersMax = 19;
    private static readonly TimeSpan ServiceTime = TimeSpan.FromSeconds(1);

    /// <summary>Plays it.</summary>
    /// <param name="configuration">The settings of the first act; what the second needs otherwise is put over them.</param>
    /// <returns>Uploads that got no label.</returns>
    public static async Task<int> PlayAsync(
        IConfiguration configuration, IReadOnlyList<SamplePicture> samples, int uploads, CancellationToken cancellationToken)
    {
        await using var service = await TemporaryService.StartAsync(configuration, "demo", Policy, WorkersMax, ServiceTime, cancellationToken);
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

    private static string Tell(FleetStory story, DemoRun run) => string.Join(
        " · ",
        $"desired >= {FleetWatch.Many} {After(story.DesiredAfter)}",
        $"{FleetWatch.Many} in service {After(story.InServiceAfter)}",
        string.Create(CultureInfo.InvariantCulture, $"{run.Answers.Count - run.Failures} of {run.Answers.Count} answered in {run.Total.TotalSeconds:0.0} s"),
        $"back to 1 worker {After(story.BackAfter)}",
        $"redeliveries {story.Redelivered}");

    private static string After(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"after {known.TotalSeconds:0.0} s") : "never";
}
