using AWSense.Backends.Tests.Support;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IResponseQueue"/> promises.</summary>
public abstract class ResponseQueueContract : BackendContract
{
    [Fact]
    public async Task A_reply_reaches_its_inbox_and_no_other()
    {
        await using var backend = await OpenAsync();
        await using var one = await backend.WebResponses.OpenAsync(Token);
        await using var other = await backend.WebResponses.OpenAsync(Token);
        var (reply, another) = (Some.Reply(), Some.Reply());

        // To both, for with one alone a queue that always takes the same inbox is right half the time.
        await backend.WorkerResponses.SendAsync(one.Address, reply, Token);
        await backend.WorkerResponses.SendAsync(other.Address, another, Token);

        var received = Assert.Single(await ReceiveAsync(one));
        Assert.Equal(ResultJson.Serialize(reply), ResultJson.Serialize(received));
        received = Assert.Single(await ReceiveAsync(other));
        Assert.Equal(ResultJson.Serialize(another), ResultJson.Serialize(received));
        Assert.Empty(await other.ReceiveAsync(TimeSpan.Zero, Token));
        Assert.Empty(await one.ReceiveAsync(TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Addresses_are_short_and_all_different()
    {
        await using var backend = await OpenAsync();
        await using var one = await backend.WebResponses.OpenAsync(Token);
        await using var other = await backend.WebResponses.OpenAsync(Token);

        Assert.NotEqual(one.Address, other.Address);
        Assert.InRange(one.Address.Length, 1, 256);
    }

    [Fact]
    public async Task A_reply_wakes_who_waits()
    {
        await using var backend = await OpenAsync();
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var receiving = inbox.ReceiveAsync(QueueLimits.WaitMax, Token);

        await backend.WorkerResponses.SendAsync(inbox.Address, Some.Reply(), Token);

        Assert.Single(await receiving);
    }

    [Fact]
    public async Task A_wait_may_end_with_nothing()
    {
        await using var backend = await OpenAsync();
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var receiving = inbox.ReceiveAsync(TimeSpan.FromSeconds(1), Token);

        await backend.PassAsync(TimeSpan.FromSeconds(1.5));

        Assert.Empty(await receiving);
    }

    [Fact]
    public async Task A_cancelled_wait_loses_no_reply()
    {
        await using var backend = await OpenAsync();
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        using var cancellation = new CancellationTokenSource();
        var receiving = inbox.ReceiveAsync(QueueLimits.WaitMax, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        await backend.WorkerResponses.SendAsync(inbox.Address, Some.Reply(), Token);

        Assert.Single(await inbox.ReceiveAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Replies_to_an_inbox_that_is_gone_are_dropped()
    {
        await using var backend = await OpenAsync();
        var inbox = await backend.WebResponses.OpenAsync(Token);
        await inbox.DisposeAsync();

        await backend.WorkerResponses.SendAsync(inbox.Address, Some.Reply(), Token);
    }

    [Fact]
    public async Task Many_replies_arrive_all()
    {
        await using var backend = await OpenAsync();
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var replies = Enumerable.Range(0, 300).Select(_ => Some.Reply()).ToList();
        await Parallel.ForEachAsync(replies, Token, async (reply, token) => await backend.WorkerResponses.SendAsync(inbox.Address, reply, token));

        var received = new List<ClassificationReply>();
        while (received.Count < replies.Count)
        {
            received.AddRange(await inbox.ReceiveAsync(TimeSpan.FromSeconds(10), Token));
        }

        Assert.Equal(replies.Select(reply => reply.Result.Id.ToString()).Order(), received.Select(reply => reply.Result.Id.ToString()).Order());
    }

    /// <summary>Receives what is there; a backend whose clock stands still would wait for ever for what isn't.</summary>
    private static Task<IReadOnlyList<ClassificationReply>> ReceiveAsync(IResponseInbox inbox) =>
        inbox.ReceiveAsync(TimeSpan.FromSeconds(10), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
}
