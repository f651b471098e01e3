using System.Security.Cryptography;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Telemetry;
using AWSense.Hosting;
using AWSense.Tests.Fakes;
using AWSense.Worker;
using AWSense.Worker.Handling;
using AWSense.Worker.Leases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Worker;

/// <summary>What a worker does at once with the requests it has in hand, and what it leaves for later.</summary>
public sealed class WorkInHandTests : IAsyncDisposable
{
    private const int Mebibyte = 1024 * 1024;
    private static readonly TimeSpan Stage = TimeSpan.FromSeconds(30); // as long as a stage is delayed, on the worker's clock
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly FakeBackend backend = new(TimeProvider.System);
    private readonly CancellationTokenSource stopping = new();
    private ServiceProvider? worker;
    private int fetched;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_its_slot_takes_next_is_begun_and_the_rest_is_handed_back_when_it_is_to_end()
    {
        var handling = await HandleAsync("decode", Enumerable.Repeat(TestPictures.Jpeg("cat"), 6));
        await Eventually.HoldsAsync(() => fetched == 6);
        await Task.Delay(Settling, Token);

        await stopping.CancelAsync();

        await Eventually.HoldsAsync(() => handling.Count(task => task.IsCompleted) >= 4);
        await Task.Delay(Settling, Token);
        Assert.Equal(4, handling.Count(task => task.IsCompleted)); // one is for the slot, and one is decoded ahead
        var handedBack = await backend.Queue.ReceiveAsync(10, TimeSpan.Zero, Token);
        Assert.Equal([1, 1, 1, 1], handedBack.Select(lease => lease.DeliveryCount));
        time.Advance(Stage);
        await Task.WhenAll(handling).WaitAsync(Patience, Token);
    }

    [Theory]
    [InlineData("queue")] // before the picture is fetched
    [InlineData("fetch")] // while it is
    public async Task What_is_interrupted_before_its_inference_is_handed_back_as_if_it_was_never_delivered(string stage)
    {
        var handling = await HandleAsync(stage, [TestPictures.Jpeg("cat")]);

        await stopping.CancelAsync();
        await Task.WhenAll(handling).WaitAsync(Patience, Token);

        Assert.Equal(1, Assert.Single(await backend.Queue.ReceiveAsync(1, TimeSpan.Zero, Token)).DeliveryCount);
    }

    [Fact]
    public async Task Large_pictures_are_fetched_as_there_is_memory_for_them()
    {
        byte[] large = [.. TestPictures.Jpeg("cat"), .. new byte[9 * Mebibyte]]; // what comes behind a picture is no part of it
        var handling = await HandleAsync("fetch", [large, large]);
        await Eventually.HoldsAsync(() => fetched > 0);
        await Task.Delay(Settling, Token);
        Assert.Equal(1, fetched);

        time.Advance(Stage);

        await Eventually.HoldsAsync(() => fetched == 2);
        await Task.WhenAny(handling).WaitAsync(Patience, Token);
        _ = Assert.Single(handling, task => task.IsCompletedSuccessfully);
        await Eventually.HoldsAsync(() => backend.Archive.Objects.Keys.Count(key => key.Kind == ObjectKind.Result) == 1);
    }

    [Fact]
    public async Task A_picture_that_is_larger_than_all_the_memory_for_files_is_fetched_alone()
    {
        byte[] larger = [.. TestPictures.Jpeg("cat"), .. new byte[17 * Mebibyte]];
        var handling = await HandleAsync("none", [larger]);
        await Task.WhenAll(handling).WaitAsync(Patience, Token);
        Assert.Contains(backend.Archive.Objects.Keys, key => key.Kind == ObjectKind.Result);
    }

    [Fact]
    public async Task Those_that_wait_for_one_which_may_be_why_a_worker_died_are_handed_back_after_a_second()
    {
        var services = Worker("decode");
        await DeliverBeforeAsync(2);
        var loop = services.GetServices<IHostedService>().OfType<LeaseLoop>().Single();
        await loop.StartAsync(Token);
        await Eventually.HoldsAsync(() => fetched == 1);
        Assert.Equal((0, 2), await WaitingAndLeasedAsync());

        await Eventually.HoldsAsync(async () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100)); // The first one hangs, for all that is known.
            return await WaitingAndLeasedAsync() == (1, 1);
        });

        Assert.Equal(2, Assert.Single(await backend.Queue.ReceiveAsync(10, TimeSpan.Zero, Token)).DeliveryCount);
        time.Advance(Stage);
        await Eventually.HoldsAsync(async () => await WaitingAndLeasedAsync() == (0, 1)); // The first one is done.
        await Task.Delay(Settling, Token);
        Assert.Equal(1, fetched); // The other one is another's now.
        await loop.StopAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        time.Advance(Stage);
        await (worker?.DisposeAsync() ?? ValueTask.CompletedTask);
        stopping.Dispose();
    }

    private async Task<IReadOnlyList<Task>> HandleAsync(string delayed, IEnumerable<byte[]> pictures)
    {
        var work = Worker(delayed).GetRequiredService<WorkInHand>();
        await Task.Run(work.WarmUp, Token);
        foreach (var picture in pictures)
        {
            await SendAsync(picture);
        }

        return [.. (await backend.Queue.ReceiveAsync(10, TimeSpan.Zero, Token)).Select(lease => work.HandleAsync(lease, stopping.Token))];
    }

    private ServiceProvider Worker(string delayed)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Chaos:DelayMs:{delayed}", $"{Stage.TotalMilliseconds}")]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new QueueIdentity("test", "interactive", "bulk"));
        services.AddSingleton<TimeProvider>(time);
        backend.AddTo(services);
        backend.Archive.Reading = key => Interlocked.Add(ref fetched, key.Kind == ObjectKind.Input ? 1 : 0);
        services.AddAWSenseWorker(configuration, Installation.Open(configuration).Models);
        return worker = services.BuildServiceProvider();
    }

    private async Task<ClassificationRequest> SendAsync(byte[] picture)
    {
        var now = time.GetUtcNow();
        var request = new ClassificationRequest(
            RequestId.New(time), Convert.ToHexStringLower(SHA256.HashData(picture)), picture.Length, new("efficientnet-lite0-int8", "1"), 1, 0, "r", now, now.AddHours(1));
        await backend.Archive.PutAsync(ObjectKey.Input(request.Id), picture, Durability.Process, Token);
        await backend.Queue.SendAsync(request, Lane.Interactive, Durability.Process, Token);
        return request;
    }

    /// <summary>Sends pictures whose workers died, for all that their deliveries tell.</summary>
    private async Task DeliverBeforeAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var request = await SendAsync(TestPictures.Jpeg("cat"));
            await backend.Jobs.AcceptAsync(
                new JobRecord(request.Id, request.AcceptedAt, Lane.Interactive, request.Model, null, request.Sha256, request.Bytes, "jpeg"), Token);
        }

        foreach (var lease in await backend.Queue.ReceiveAsync(10, TimeSpan.Zero, Token))
        {
            await backend.Queue.ReleaseAsync(lease, begun: true, Token);
        }
    }

    private async Task<(long Waiting, long Leased)> WaitingAndLeasedAsync()
    {
        var signals = await backend.Queue.ReadAsync(Token);
        return (signals.Interactive.Waiting, signals.Interactive.Leased);
    }
}
