using AWSense.Scaling.Recording;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>A live run that is recorded, and what can be done with the file.</summary>
[Collection(Alone.Name)]
public sealed class RecordingTests : IDisposable
{
    private const int Requests = 60;

    private readonly string folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_request_and_every_worker_of_a_live_run_is_recorded_and_a_policy_can_be_tried_on_it()
    {
        var file = Path.Combine(folder, "day.jsonl");
        await using (var service = await RunningService.StartSteeredAsync("--policy", "demo", "--service-time", "0.3", "--record-events", file))
        {
            await service.ClassifyAllAsync(Enumerable.Range(0, Requests));
            await service.WaitForFleetAsync(fleet => fleet.IsAtRest, DateTimeOffset.UtcNow.AddSeconds(20), "one worker is left");
        }

        var events = EventRecording.Read(file).Events;
        Assert.All(
            new[] { RecordedEventKind.Arrived, RecordedEventKind.Started, RecordedEventKind.Completed },
            kind => Assert.Equal(Requests, events.Where(happened => happened.Kind == kind).Select(happened => happened.Request).Distinct().Count()));
        Assert.Equal(3 * Requests, events.Count(happened => happened.Request is not null));
        Assert.InRange(events.Sum(happened => happened.Seconds) / Requests, 0.29, 5); // single ones lie on both sides, where answers are sent in one go

        var lives = events.Where(IsOfALife).GroupBy(happened => happened.Worker).ToList();
        Assert.True(lives.Count > 2, $"only {lives.Count} workers");
        Assert.All(lives, AssertInOrder);
        Assert.Equal(RecordedEventKind.Began, events.First(happened => happened.Kind is RecordedEventKind.Began or RecordedEventKind.Ordered).Kind);

        var (exitCode, output) = await Shell.RunAsync($"{RunningService.Program} simulate --trace {file} --policy demo --boot-time 0.5s");
        Assert.True(exitCode == 0, output);
        Assert.Contains("day", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kill_leaves_a_recording_that_can_be_read_and_the_next_start_another_one()
    {
        var file = Path.Combine(folder, "day.jsonl");
        var environment = new Dictionary<string, string> { ["AWSENSE__Recording__File"] = file };
        await using (var service = await RunningService.StartAsync(1, environment: environment))
        {
            await service.ClassifyAllAsync(Enumerable.Range(0, 20));
            await service.KillAsync();
        }

        Assert.Equal(20, EventRecording.Read(file).Events.Count(happened => happened.Kind == RecordedEventKind.Arrived));
        await using (await RunningService.StartAsync(1, environment: environment))
        {
            Assert.True(File.Exists(Path.Combine(folder, "day-2.jsonl")));
        }
    }

    private static bool IsOfALife(RecordedEvent happened) => happened.Kind is RecordedEventKind.Ordered or RecordedEventKind.Booting
        or RecordedEventKind.Ready or RecordedEventKind.Draining or RecordedEventKind.Gone;

    private static void AssertInOrder(IGrouping<string?, RecordedEvent> life)
    {
        // One that is given up while it boots is never ready.
        RecordedEventKind[] full = [RecordedEventKind.Ordered, RecordedEventKind.Booting, RecordedEventKind.Ready, RecordedEventKind.Draining, RecordedEventKind.Gone];
        var kinds = life.Select(happened => happened.Kind).ToList();
        Assert.Equal(full.Where(kinds.Contains), kinds);
        Assert.Equal((RecordedEventKind.Ordered, RecordedEventKind.Draining, RecordedEventKind.Gone), (kinds[0], kinds[^2], kinds[^1]));
    }
}
