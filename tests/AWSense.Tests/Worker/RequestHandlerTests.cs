using System.Security.Cryptography;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using AWSense.Core.Telemetry;
using AWSense.Hosting;
using AWSense.Tests.Fakes;
using AWSense.Worker;
using AWSense.Worker.Handling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Tests.Worker;

/// <summary>One request in the hands of a worker that is to end.</summary>
public sealed class RequestHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("queue")] // before the picture is fetched
    [InlineData("fetch")] // while it is
    public async Task What_is_interrupted_before_its_inference_is_handed_back_as_if_it_was_never_delivered(string stage)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Chaos:DelayMs:{stage}", "60000")]).Build();
        var backend = new FakeBackend(TimeProvider.System);
        await using var worker = WorkerOn(backend, configuration);
        await SendAsync(backend);
        var lease = Assert.Single(await backend.Queue.ReceiveAsync(1, TimeSpan.Zero, Token));
        using var stopping = new CancellationTokenSource();

        var handling = worker.GetRequiredService<RequestHandler>().HandleAsync(lease, stopping.Token);
        await stopping.CancelAsync();
        await handling;

        Assert.Equal(1, Assert.Single(await backend.Queue.ReceiveAsync(1, TimeSpan.Zero, Token)).DeliveryCount);
    }

    private static ServiceProvider WorkerOn(FakeBackend backend, IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new QueueIdentity("test", "interactive", "bulk"));
        backend.AddTo(services);
        services.AddAWSenseWorker(configuration, Installation.Open(configuration).Models);
        return services.BuildServiceProvider();
    }

    private static async Task SendAsync(FakeBackend backend)
    {
        var time = TimeProvider.System;
        var picture = TestPictures.Jpeg("cat");
        var request = new ClassificationRequest(
            RequestId.New(time), Convert.ToHexStringLower(SHA256.HashData(picture)), picture.Length, new("efficientnet-lite0-int8", "1"), 1, 0, "r", time.GetUtcNow(), time.GetUtcNow().AddHours(1));
        await backend.Archive.PutAsync(ObjectKey.Input(request.Id), picture, Durability.Process, Token);
        await backend.Queue.SendAsync(request, Lane.Interactive, Durability.Process, Token);
    }
}
