using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IResponseQueue"/> must keep.</summary>
public abstract class ResponseQueueContract
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IResponseQueue Responses { get; }

    [Fact]
    public async Task A_reply_arrives_in_the_inbox_it_names_and_in_no_other()
    {
        await using var mine = await Responses.OpenAsync(Token);
        await using var other = await Responses.OpenAsync(Token);
        var reply = Samples.Reply();

        await Responses.SendAsync(mine.Address, reply, Token);

        var received = Assert.Single(await mine.ReceiveAsync(Soon, Token));
        Assert.Equal(ResultJson.Serialize(reply), ResultJson.Serialize(received));
        Assert.Empty(await other.ReceiveAsync(TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task A_waiting_inbox_gets_what_is_sent_later()
    {
        await using var inbox = await Responses.OpenAsync(Token);
        var receiving = inbox.ReceiveAsync(Soon, Token);

        await Responses.SendAsync(inbox.Address, Samples.Reply(), Token);

        Assert.Single(await receiving);
    }

    [Fact]
    public async Task A_short_wait_ends_with_nothing()
    {
        await using var inbox = await Responses.OpenAsync(Token);

        Assert.Empty(await inbox.ReceiveAsync(TimeSpan.FromMilliseconds(30), Token));
    }

    [Fact]
    public async Task Addresses_differ_and_fit_a_message()
    {
        await using var one = await Responses.OpenAsync(Token);
        await using var two = await Responses.OpenAsync(Token);

        Assert.NotEqual(one.Address, two.Address);
        Assert.InRange(one.Address.Length, 1, 256);
    }

    [Fact]
    public async Task A_reply_to_an_inbox_that_is_gone_is_no_error()
    {
        var inbox = await Responses.OpenAsync(Token);
        await inbox.DisposeAsync();

        await Responses.SendAsync(inbox.Address, Samples.Reply(), Token);
        await Responses.SendAsync("embedded:nobody", Samples.Reply(), Token);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once()
    {
        await using var inbox = await Responses.OpenAsync(Token);
        using var cancelling = new CancellationTokenSource();
        var receiving = inbox.ReceiveAsync(TimeSpan.FromSeconds(20), cancelling.Token);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving).WaitAsync(Soon, Token);
    }

    [Fact]
    public async Task Many_replies_all_arrive()
    {
        await using var inbox = await Responses.OpenAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => Responses.SendAsync(inbox.Address, Samples.Reply(), Token)));

        var ids = new HashSet<object>();
        while (ids.Count < 250 && await inbox.ReceiveAsync(Soon, Token) is { Count: > 0 } replies)
        {
            ids.UnionWith(replies.Select(reply => (object)reply.Result.Id));
        }

        Assert.Equal(250, ids.Count);
    }
}
