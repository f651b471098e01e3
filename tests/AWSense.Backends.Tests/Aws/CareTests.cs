using Amazon.SQS;
using Amazon.SQS.Model;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Presence;
using AWSense.Backends.Aws.Queues;
using AWSense.Backends.Aws.Setup;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Aws;

/// <summary>What a web instance does for the deployment beside answering clients.</summary>
[Collection(OnMoto.Name)]
public sealed class CareTests(MotoServer server) : IAsyncLifetime
{
    private AwsBackend backend = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => backend = await AwsBackend.StartAsync(server);

    public async ValueTask DisposeAsync()
    {
        if (backend is not null)
        {
            await backend.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_response_queue_whose_owner_is_long_dead_is_removed_and_others_stay()
    {
        var queues = backend.Get<AwsQueues>();
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var dead = await CreateAsync($"{queues.ReplyQueuePrefix}dead", Tag(TimeSpan.FromMinutes(61)));
        var paused = await CreateAsync($"{queues.ReplyQueuePrefix}paused", Tag(TimeSpan.FromMinutes(59)));
        var strange = await CreateAsync($"{queues.ReplyQueuePrefix}strange", []);

        await backend.Get<AwsResponseQueue>().CareAsync(Token);

        var left = (await queues.Sqs.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = queues.ReplyQueuePrefix }, Token)).QueueUrls;
        Assert.DoesNotContain(dead, left);
        Assert.Contains(paused, left);
        Assert.Contains(strange, left);
        Assert.Contains(left, url => url.EndsWith(inbox.Address["sqs:".Length..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_SQS_gave_up_becomes_a_dead_letter_and_its_client_is_told()
    {
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        var request = Some.Request(job.Id) with { ReplyTo = inbox.Address };
        await backend.Get<AwsQueues>().DeadLetters.SendAsync(RequestMessage.Serialize(request), traceParent: null, Token);
        await backend.Get<AwsQueues>().DeadLetters.SendAsync("nonsense"u8.ToArray(), traceParent: null, Token);

        await backend.Get<DeadLetterSweep>().TurnAsync(Token);

        var reply = Assert.Single(await inbox.ReceiveAsync(TimeSpan.FromSeconds(10), Token));
        Assert.Equal((job.Id, true, ErrorCodes.WorkerCrashed), (reply.Result.Id, reply.Result.DeadLetter, reply.Result.Error?.Code));
        Assert.True((await backend.Jobs.FindAsync(job.Id, Token))!.DeadLetter);
        Assert.NotNull(await backend.Archive.GetAsync(ObjectKey.Result(job.Id), Token));
        var left = await backend.Get<AwsQueues>().DeadLetters.CountAsync(Token);
        Assert.Equal(1, left.Total); // what can't be read waits for somebody to look at it
    }

    [Fact]
    public async Task SQS_gives_up_what_was_delivered_a_hundred_times()
    {
        var attributes = await backend.Get<IAmazonSQS>().GetQueueAttributesAsync(
            await backend.Get<AwsQueues>().Interactive.UrlAsync(Token), ["RedrivePolicy", "VisibilityTimeout"], Token);

        Assert.Contains("\"maxReceiveCount\":100", attributes.Attributes["RedrivePolicy"].Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(backend.Get<IOptions<AwsOptions>>().Value.DeadLetterQueue, attributes.Attributes["RedrivePolicy"], StringComparison.Ordinal);
        Assert.Equal("30", attributes.Attributes["VisibilityTimeout"]);
    }

    [Fact]
    public async Task Setting_up_again_changes_nothing()
    {
        var lines = await backend.Get<AwsSetup>().RunAsync(Token);

        Assert.Equal(5, lines.Count);
    }

    [Fact]
    public async Task A_fleet_that_somebody_else_sizes_is_made_of_those_who_tell_of_themselves()
    {
        await backend.Presence.ReportAsync(Some.Worker("one", WorkerState.Busy), Token);
        await backend.Presence.ReportAsync(Some.Worker("two", WorkerState.Draining), Token);
        var fleet = backend.Get<IFleet>();

        await Eventually.HoldsAsync(async () => (await fleet.GetStatusAsync(Token)).Members.Count == 2, "both are members");

        Assert.Equal(1, (await fleet.GetStatusAsync(Token)).DesiredWorkers);
        await Assert.ThrowsAsync<NotSupportedException>(() => fleet.SetDesiredAsync(3, Token));
    }

    [Fact]
    public async Task A_worker_that_flips_between_pictures_is_told_seldom_and_its_drain_at_once()
    {
        foreach (var state in (WorkerState[])[WorkerState.Idle, WorkerState.Busy, WorkerState.Idle, WorkerState.Busy, WorkerState.Draining])
        {
            await backend.Presence.ReportAsync(Some.Worker("one", state), Token);
        }

        Assert.Equal(2, backend.Calls.Counts["SendMessageBatch"]);
        await Eventually.HoldsAsync(async () => (await backend.Presence.ReadAsync(Token)).SingleOrDefault()?.State == WorkerState.Draining, "the drain is told");
    }

    [Fact]
    public async Task A_worker_that_starts_anew_under_its_name_is_one_worker_and_the_counts_go_on()
    {
        await using var anew = AwsBackend.Open(server.Address, backend.Get<IOptions<AwsOptions>>().Value.Prefix);
        await CountAsync(backend, "one", WorkerState.Busy, completed: 3);
        await CountAsync(anew, "one", WorkerState.Idle, completed: 1);

        await Eventually.HoldsAsync(async () => (await backend.Presence.ReadAsync(Token)).SingleOrDefault()?.State == WorkerState.Idle, "its last word is its state");
        Assert.Equal(4, (await backend.Get<FleetFile>().ReadAsync(Token)).Counts.Completed);
    }

    [Fact]
    public async Task Instances_that_write_the_fleet_at_once_undo_none_of_each_other()
    {
        var file = backend.Get<FleetFile>();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(number => file.MergeAsync([new($"p-{number}", Some.Noon, new(number, 0, 0), null)], Token)));

        var fleet = await file.ReadAsync(Token);
        Assert.Equal(5, fleet.Processes.Count);
        Assert.Equal(10, fleet.Counts.Sent);
    }

    private static Task CountAsync(AwsBackend process, string worker, WorkerState state, int completed)
    {
        foreach (var _ in Enumerable.Range(0, completed))
        {
            process.Get<ProcessCounters>().CountCompleted();
        }

        return process.Presence.ReportAsync(Some.Worker(worker, state), Token);
    }

    private static Dictionary<string, string> Tag(TimeSpan age) => new() { [AwsResponseQueue.AliveTag] = $"{(DateTimeOffset.UtcNow - age).ToUnixTimeSeconds()}" };

    private async Task<string> CreateAsync(string name, Dictionary<string, string> tags) =>
        (await backend.Get<AwsQueues>().Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Tags = tags }, Token)).QueueUrl;
}
