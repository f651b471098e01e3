using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The fleet follows the demand, and nobody who waits notices who comes and goes.</summary>
[Collection(Alone.Name)]
public sealed class ElasticityTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_burst_of_slow_pictures_is_answered_by_many_workers_that_go_when_it_is_over()
    {
        await using var service = await RunningService.StartSteeredAsync("--policy", "demo", "--service-time", "1");
        await service.WaitForFleetAsync(fleet => fleet.IsAtRest, DateTimeOffset.UtcNow.AddSeconds(10), "one worker serves");
        var began = DateTimeOffset.UtcNow;

        var answers = service.ClassifyAllAsync(Enumerable.Range(0, 100));
        await service.WaitForFleetAsync(fleet => fleet.InService >= 6, began.AddSeconds(8), "6 are in service");
        await answers;
        var ended = DateTimeOffset.UtcNow;
        await service.WaitForFleetAsync(fleet => fleet.IsAtRest, ended + Hold + TimeSpan.FromSeconds(5), "one worker is left");

        var last = await service.FleetAsync();
        Assert.Contains(last.Decisions, change => change.To >= 6 && change.At - began <= TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0), (last.Redelivered, last.CrashesLastMinute));
        Assert.Equal(100, (await service.JobsAsync()).Count(job => job.Status == "succeeded"));
    }

    [Fact]
    public async Task A_burst_that_is_over_before_a_worker_could_start_starts_none()
    {
        await using var service = await RunningService.StartSteeredAsync("--max-workers", "2");
        for (var number = 0; number < 60; number++)
        {
            await service.ClassifyAsync(1000 + number); // so that it knows how quick they are
        }

        await service.WaitForFleetAsync(fleet => fleet.IsAtRest, DateTimeOffset.UtcNow + Hold + Hold, "one worker is left");
        var began = DateTimeOffset.UtcNow;
        await service.ClassifyAllAsync(Enumerable.Range(0, 100));
        await Task.Delay(TimeSpan.FromSeconds(1)); // at least one more decision

        var fleet = await service.FleetAsync();
        var grown = fleet.Decisions.Where(change => change.At >= began && change.To > change.From).ToList();
        Assert.Equal(0, fleet.Redelivered);
        Assert.True(grown.Count == 0 || fleet.ServiceTimeSeconds * 100 > 1, $"{grown.FirstOrDefault()}, though a picture takes {fleet.ServiceTimeSeconds} s");

        // On a busy machine pictures take so long that another worker pays; the log says what would have been left for it.
        Assert.All(grown, change => Assert.Contains("slot-seconds will wait", change.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_hundred_workers_that_go_under_load_take_no_request_with_them()
    {
        const int Rounds = 50;
        await using var service = await RunningService.StartAsync(workers: 1);
        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(client => KeepAskingAsync(service, client * 100_000, enough.Token)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var guests = await Task.WhenAll(Enumerable.Range(0, 4).Select(guest => GuestWorker.StartAsync(service, $"guest-{round}-{guest}")));
            await service.ClassifyAllAsync(Enumerable.Range(-8 * (round + 1), 8).Select(number => number + 10_000_000));
            await Task.WhenAll(guests.Select(guest => guest.DisposeAsync().AsTask()));
        }

        await enough.CancelAsync();
        var asked = (await Task.WhenAll(clients)).Sum();

        var fleet = await service.FleetAsync();
        Assert.Equal((0, 0), (fleet.Redelivered, fleet.CrashesLastMinute));
        Assert.True(asked > Rounds * 4, $"only {asked} requests flowed");
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
