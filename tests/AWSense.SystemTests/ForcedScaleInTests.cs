using System.Diagnostics;
using AWSense.Scaling.Recording;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>Worker processes that the fleet itself ends with SIGTERM, again and again, while requests are in their hands.</summary>
[Collection(Alone.Name)]
public sealed class ForcedScaleInTests
{
    private const int ScaleIns = 20;
    private const int AlwaysAsking = 15;
    private const int MoreInWaves = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    // The fleet follows the number of requests in hand within a second: each wave of clients that ends leaves busy workers too many.
    private const string Nervous = """
        apiVersion: awsense/v1
        kind: ScalingPolicy
        metadata: { name: nervous }
        fleet: { min: 1, max: 8, initial: 1 }
        signals: { interval: 0.5s, maxAge: 5s }
        policy:
          keda: { queueLength: 5, stabilization: 0.5s, tolerance: 0 }
        limits: { reversalsPerHour: null }
        """;

    [Fact]
    public async Task Workers_that_are_ended_under_load_take_no_request_with_them()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        var policy = Path.Combine(folder, "nervous.yaml");
        var recording = Path.Combine(folder, "events.jsonl");
        await File.WriteAllTextAsync(policy, Nervous);
        try
        {
            await using var service = await RunningService.StartSteeredAsync("--policy", policy, "--service-time", "0.25", "--record-events", recording);
            using var enough = new CancellationTokenSource();
            var steady = Enumerable.Range(0, AlwaysAsking).Select(client => KeepAskingAsync(service, (client + 1) * 100_000, enough.Token)).ToList();
            var began = Stopwatch.GetTimestamp();
            for (var wave = 0; Drained(recording) < ScaleIns && Stopwatch.GetElapsedTime(began) < Patience; wave++)
            {
                using var over = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await Task.WhenAll(Enumerable.Range(0, MoreInWaves).Select(client => KeepAskingAsync(service, 2_000_000 + (((wave * MoreInWaves) + client) * 10_000), over.Token)));
                await Task.Delay(TimeSpan.FromSeconds(1)); // two decisions
            }

            await enough.CancelAsync();
            var asked = (await Task.WhenAll(steady)).Sum();
            var fleet = await service.FleetAsync();
            var busy = BusyWhenDrained(recording);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{Drained(recording)} scale-ins in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {busy} of them with a request in hand; {asked} requests of the steady clients");

            Assert.True(Drained(recording) >= ScaleIns, $"only {Drained(recording)} scale-ins");
            Assert.True(busy >= 5, $"only {busy} of the workers that ended were busy");
            Assert.Equal((0, 0), (fleet.Redelivered, fleet.CrashesLastMinute));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Drained(string recording) => EventRecording.Read(recording).Events.Count(happened => happened.Kind == RecordedEventKind.Draining);

    private static int BusyWhenDrained(string recording)
    {
        Dictionary<string, int> held = new(StringComparer.Ordinal);
        var busy = 0;
        foreach (var happened in EventRecording.Read(recording).Events.Where(happened => happened.Worker is not null))
        {
            var holds = held.GetValueOrDefault(happened.Worker!);
            held[happened.Worker!] = happened.Kind switch
            {
                RecordedEventKind.Started => holds + 1,
                RecordedEventKind.Completed or RecordedEventKind.LeaseEnded => holds - 1,
                _ => holds,
            };
            busy += happened.Kind == RecordedEventKind.Draining && holds > 0 ? 1 : 0;
        }

        return busy;
    }

    private static async Task<int> KeepAskingAsync(RunningService service, int first, CancellationToken enough)
    {
        var asked = 0;
        for (; !enough.IsCancellationRequested; asked++)
        {
            await service.ClassifyAsync(first + asked);
        }

        return asked;
    }
}
