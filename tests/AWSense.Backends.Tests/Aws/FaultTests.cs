using System.Text;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Archive;
using AWSense.Backends.Aws.Presence;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Aws.Instance;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Aws;

/// <summary>What AWS documents and no stand-in does: each fault is answered by a server that follows a script.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private ScriptedAws aws = null!;
    private AwsBackend backend = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        aws = await ScriptedAws.StartAsync();
        backend = AwsBackend.Open(aws.Address, "trial");
    }

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        await aws.DisposeAsync();
    }

    [Fact]
    public async Task A_throttled_call_is_made_again()
    {
        aws.Script("SendMessageBatch", ScriptedAnswer.Throttled, ScriptedAnswer.Unavailable, new(0, ""));

        await SendAsync(Some.Request());

        Assert.Equal(4, aws.CountOf("SendMessageBatch"));
    }

    [Fact]
    public async Task What_stays_unavailable_is_told_as_that()
    {
        aws.Script("GetQueueAttributes", [.. Enumerable.Repeat(ScriptedAnswer.Unavailable, 20)]);

        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Signals.ReadAsync(Token));
    }

    [Fact]
    public async Task Counts_that_are_missing_are_never_called_zero() =>
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Signals.ReadAsync(Token)); // it answers {}

    [Fact]
    public async Task Only_the_entry_of_a_batch_that_failed_is_sent_again()
    {
        aws.Script("SendMessageBatch", ScriptedAnswer.OneFailed(1, "InternalError", senderFault: false));
        var requests = Some.Requests(3);

        await Task.WhenAll(requests.Select(SendAsync));

        var sent = aws.Calls.Where(call => call.Name == "SendMessageBatch").Select(call => call.Body!["Entries"]!.AsArray()).ToList();
        Assert.Equal([3, 1], sent.Select(entries => entries.Count));
        Assert.Equal((string)sent[0][1]!["MessageBody"]!, (string)sent[1][0]!["MessageBody"]!);
    }

    [Fact]
    public async Task An_entry_that_never_succeeds_fails_its_own_caller_only()
    {
        aws.Script("SendMessageBatch", ScriptedAnswer.OneFailed(0, "InvalidMessageContents", senderFault: true));

        var sends = Some.Requests(2).Select(SendAsync).ToList();

        await Assert.ThrowsAsync<BackendUnavailableException>(() => sends[0]);
        await sends[1];
    }

    [Fact]
    public async Task An_entry_that_fails_again_and_again_is_given_up()
    {
        aws.Script("SendMessageBatch", [.. Enumerable.Repeat(ScriptedAnswer.OneFailed(0, "InternalError", senderFault: false), 20)]);

        await Assert.ThrowsAsync<BackendUnavailableException>(() => SendAsync(Some.Request()));

        Assert.InRange(aws.CountOf("SendMessageBatch"), 2, 10);
    }

    [Theory]
    [InlineData("ReceiptHandleIsInvalid")]
    [InlineData("AWS.SimpleQueueService.MessageNotInflight")]
    [InlineData("InvalidParameterValue")]
    public async Task A_receipt_that_has_expired_is_a_lease_that_has_ended(string code)
    {
        var lease = await LeaseAsync();
        aws.Script("ChangeMessageVisibilityBatch", ScriptedAnswer.OneFailed(0, code, senderFault: true));
        aws.Script("DeleteMessageBatch", ScriptedAnswer.OneFailed(0, code, senderFault: true));

        Assert.False(await backend.Requests.ExtendAsync(lease, Token));
        await backend.Requests.CompleteAsync(lease, Token);
    }

    [Fact]
    public async Task A_message_that_is_no_request_is_left_for_the_dead_letters()
    {
        aws.Script("ReceiveMessage", ScriptedAws.Message("nonsense", "r-1"));

        Assert.Empty(await backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token));
        Assert.Equal(0, aws.CountOf("DeleteMessageBatch"));
    }

    [Fact]
    public async Task A_lane_that_cant_be_reached_doesnt_hold_up_what_the_other_gave()
    {
        var message = ScriptedAws.Message(Encoding.UTF8.GetString(RequestMessage.Serialize(Some.Request())), "r-1");
        aws.Script("ReceiveMessage", [message, .. Enumerable.Repeat(ScriptedAnswer.Unavailable, 20)]);

        Assert.Equal("r-1", Assert.Single(await backend.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.Zero, Token)).Receipt);
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Too_many_leases_out_is_an_empty_queue()
    {
        aws.Script("ReceiveMessage", ScriptedAnswer.OverLimit);

        Assert.Empty(await backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Too_many_leases_out_are_asked_about_seldom()
    {
        aws.Script("ReceiveMessage", [.. Enumerable.Repeat(ScriptedAnswer.OverLimit, 1000)]);

        Assert.Empty(await backend.Requests.ReceiveAsync(1, TimeSpan.FromSeconds(1), Token));

        Assert.InRange(aws.CountOf("ReceiveMessage"), 2, 40); // some hundreds without a pause
    }

    [Fact]
    public async Task Instances_that_find_the_fleet_changed_come_back_at_different_times()
    {
        var time = new InstanceBench.WaitCountingTime();
        aws.Script("PUT", ScriptedAnswer.Changed);

        var merging = new FleetFile(backend.Get<S3Objects>(), new Jitter(new Random(1)), time).MergeAsync([], Token);
        await Eventually.HoldsAsync(() => time.Waits == 1, "it waits before it comes back");
        time.Advance(TimeSpan.FromSeconds(2));
        await merging;

        Assert.Equal(2, aws.CountOf("PUT"));
    }

    [Fact]
    public async Task What_a_cancelled_receive_returns_is_shown_again_at_once()
    {
        aws.Script("ReceiveMessage", ScriptedAws.Message(Encoding.UTF8.GetString(RequestMessage.Serialize(Some.Request())), "r-1"));
        using var cancellation = new CancellationTokenSource();
        var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        var change = Assert.Single(aws.Calls, call => call.Name == "ChangeMessageVisibilityBatch").Body!["Entries"]![0]!;
        Assert.Equal(("r-1", 0), ((string)change["ReceiptHandle"]!, (int)change["VisibilityTimeout"]!));
    }

    [Fact]
    public async Task A_busy_archive_is_asked_again_and_a_conflict_too()
    {
        aws.Script("PUT", ScriptedAnswer.SlowDown, ScriptedAnswer.Conflict, ScriptedAnswer.Conflict);

        Assert.True(await backend.Archive.TryCreateAsync(ObjectKey.Result(Some.Id()), new byte[] { 1 }, Durability.Process, Token));

        Assert.Equal(4, aws.CountOf("PUT"));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_has_lost_the_race_against_itself()
    {
        aws.Script("PUT", ScriptedAnswer.LostAnswer);
        var key = ObjectKey.Result(Some.Id());

        Assert.False(await backend.Archive.TryCreateAsync(key, new byte[] { 1 }, Durability.Process, Token));
        Assert.False(await backend.Archive.TryCreateAsync(key, new byte[] { 2 }, Durability.Process, Token));

        using var stored = await backend.Archive.GetAsync(key, Token);
        Assert.NotNull(stored); // who loses reads it, and agrees
    }

    [Fact]
    public async Task A_response_queue_that_is_gone_is_made_again_as_soon_as_SQS_takes_the_name()
    {
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        aws.Script("ReceiveMessage", ScriptedAnswer.Gone, ScriptedAnswer.Gone);
        aws.Script("CreateQueue", ScriptedAnswer.DeletedRecently);

        await Assert.ThrowsAsync<BackendUnavailableException>(() => inbox.ReceiveAsync(TimeSpan.Zero, Token));
        Assert.Empty(await inbox.ReceiveAsync(TimeSpan.Zero, Token));

        Assert.Equal(3, aws.CountOf("CreateQueue"));
    }

    [Fact]
    public async Task A_missing_queue_says_how_it_is_made()
    {
        aws.Script("GetQueueUrl", ScriptedAnswer.Gone, ScriptedAnswer.Gone, ScriptedAnswer.Gone); // two for whether there is room

        var failure = await Assert.ThrowsAsync<BackendUnavailableException>(() => SendAsync(Some.Request()));

        Assert.Contains("awsense aws init", failure.Message, StringComparison.Ordinal);
    }

    private Task SendAsync(ClassificationRequest request) => backend.Requests.SendAsync(request, Lane.Interactive, Durability.Process, Token);

    private async Task<RequestLease> LeaseAsync()
    {
        aws.Script("ReceiveMessage", ScriptedAws.Message(Encoding.UTF8.GetString(RequestMessage.Serialize(Some.Request())), "r-1"));
        return Assert.Single(await backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token));
    }
}
