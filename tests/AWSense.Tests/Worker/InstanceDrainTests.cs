using System.Net;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Instance;
using AWSense.Backends.Aws.Query;
using AWSense.Core;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Tests.Fakes;
using AWSense.Worker;
using AWSense.Worker.Draining;
using AWSense.Worker.Leases;
using AWSense.Worker.Presence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Worker;

/// <summary>A worker whose instance is to go.</summary>
public sealed class InstanceDrainTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly MetadataStub metadata = new();
    private readonly LifetimeStub lifetime = new();
    private readonly FakeRequestQueue queue;
    private readonly WorkerActivity activity;
    private readonly TaskCompletionSource<int> ended = new();
    private readonly HttpClient http;
    private readonly InstanceDrain drain;

    public InstanceDrainTests()
    {
        queue = new(time);
        activity = new(Options.Create(new WorkerOptions()), time);
        http = new(metadata) { BaseAddress = new("http://metadata") };
        var options = Options.Create(new AutoScalingOptions { Group = "workers" });
        var instance = new InstanceMetadata(http, TimeProvider.System);
        var orders = new InstanceOrders(instance, options, time, NullLogger<InstanceOrders>.Instance);
        var client = new QueryClient(
            QueryService.AutoScaling, new(new("http://aws"), "us-east-1"), new(() => new Amazon.Runtime.BasicAWSCredentials("a", "b")), http, TimeProvider.System, new Jitter(new Random(0)));
        var hook = new TerminationHook(client, instance, options.Value, time, NullLogger<TerminationHook>.Instance);
        var lastResort = new LastResort(new LeaseReturn(activity, queue), new ProcessEnd(code => ended.TrySetResult(code)), NullLogger<LastResort>.Instance);
        drain = new(orders, hook, lifetime, lastResort, time, NullLogger<InstanceDrain>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_stops_the_host_and_a_worker_that_drains_in_time_ends_by_itself()
    {
        metadata.Values["tags/instance/awsense:drain"] = "2026-01-05T12:00:00Z";
        await drain.StartAsync(Token);
        await lifetime.Stopped.WaitAsync(TimeSpan.FromSeconds(10), Token);
        time.Advance(TimeSpan.FromSeconds(100));

        await drain.StopAsync(Token); // last of all, once the rest has stopped
        time.Advance(TimeSpan.FromSeconds(100));

        Assert.False(ended.Task.IsCompleted);
        Assert.Empty(metadata.Actions);
    }

    [Fact]
    public async Task What_is_not_done_by_the_deadline_is_given_back_and_the_process_ends()
    {
        await HoldOneAsync();
        metadata.Values["spot/instance-action"] = """{"action": "terminate", "time": "2026-01-05T12:01:00Z"}""";
        await drain.StartAsync(Token);
        await lifetime.Stopped.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));

        Assert.Equal(ProcessEnd.DrainOverdue, await RunAsync(ended.Task));
        Assert.InRange(time.GetUtcNow(), Start.AddSeconds(50), Start.AddSeconds(60)); // ten seconds before the end
        var lease = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token)); // another has it now, and not when the lease ends
        Assert.Equal(2, lease.DeliveryCount);
    }

    [Fact]
    public async Task An_instance_that_is_held_asks_for_more_time_while_it_drains()
    {
        metadata.Values["instance-id"] = "i-1";
        metadata.Values["autoscaling/target-lifecycle-state"] = "Terminated";
        await drain.StartAsync(Token);

        await RunAsync(metadata.FirstAction.Task);

        Assert.Contains("Action=RecordLifecycleActionHeartbeat", metadata.Actions[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_order_it_ends_with_the_host()
    {
        await drain.StartAsync(Token);

        await drain.StopAsync(Token);

        Assert.True(drain.ExecuteTask is { IsCompleted: true, IsFaulted: false });
        Assert.False(lifetime.Stopped.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await drain.StopAsync(CancellationToken.None);
        drain.Dispose();
        http.Dispose();
    }

    private async Task HoldOneAsync()
    {
        var request = new ClassificationRequest(RequestId.New(time), "00", 1, new ModelVersion("m", "1"), 1, 0, "r", Start, Start.AddHours(1));
        await queue.SendAsync(request, Lane.Interactive, Durability.Process, Token);
        activity.Take(Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token)));
    }

    private async Task<T> RunAsync<T>(Task<T> task)
    {
        for (var i = 0; i < 200 && !task.IsCompleted; i++)
        {
            await Task.WhenAny(task, Task.Delay(10, Token));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        return await task.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    private sealed class LifetimeStub : IHostApplicationLifetime
    {
        private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopped => stopped.Task;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopped.TrySetResult();
    }

    /// <summary>The metadata service, and Auto Scaling, which takes all it is asked.</summary>
    private sealed class MetadataStub : HttpMessageHandler
    {
        public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        public List<string> Actions { get; } = [];

        public TaskCompletionSource<string> FirstAction { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
            {
                Actions.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
                FirstAction.TrySetResult(Actions[0]);
                return new(HttpStatusCode.OK) { Content = new StringContent("<R/>") };
            }

            var path = request.RequestUri!.AbsolutePath.Replace("/latest/meta-data/", "", StringComparison.Ordinal);
            return request.Method == HttpMethod.Put ? new(HttpStatusCode.OK) { Content = new StringContent("token") }
                : Values.TryGetValue(path, out var value) ? new(HttpStatusCode.OK) { Content = new StringContent(value) }
                : new(HttpStatusCode.NotFound) { Content = new StringContent("") };
        }
    }
}
