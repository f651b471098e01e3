using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IRequestQueue"/> must keep. The queue of each test begins empty.</summary>
public abstract class RequestQueueContract
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IRequestQueue Queue { get; }

    /// <summary>True for queues whose bulk share is kept over long runs only.</summary>
    protected virtual bool LaneShareIsApproximate => false;

    /// <summary>Lets the lease time pass.</summary>
    protected abstract Task LetLeasesEndAsync();

    [Fact]
    public async Task A_sent_request_arrives_as_it_was_sent()
    {
        var request = Samples.Request(traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await SendAsync(request);

        var lease = Assert.Single(await Queue.ReceiveAsync(10, Soon, Token));

        Assert.Equal(request, lease.Request);
        Assert.Equal(1, lease.DeliveryCount);
    }

    [Theory]
    [InlineData(Durability.Process)]
    [InlineData(Durability.PowerLoss)]
    public async Task A_request_can_be_sent_with_each_durability(Durability durability)
    {
        await Queue.SendAsync(Samples.Request(), Lane.Bulk, durability, Token);
        await Queue.EnsureDurableAsync(Token);

        Assert.Single(await Queue.ReceiveAsync(1, Soon, Token));
    }

    [Fact]
    public async Task An_empty_queue_gives_nothing() => Assert.Empty(await Queue.ReceiveAsync(10, TimeSpan.Zero, Token));

    [Fact]
    public async Task A_receive_that_does_not_wait_gets_what_is_there()
    {
        for (var round = 0; round < 50; round++)
        {
            await SendAsync(Samples.Request());

            Assert.Single(await Queue.ReceiveAsync(10, TimeSpan.Zero, Token));
        }
    }

    [Fact]
    public async Task A_short_wait_ends_with_nothing() => Assert.Empty(await Queue.ReceiveAsync(10, TimeSpan.FromMilliseconds(30), Token));

    [Fact]
    public async Task A_waiting_receiver_gets_what_is_sent_later()
    {
        var receiving = Queue.ReceiveAsync(10, Soon, Token);
        await SendAsync(Samples.Request());

        Assert.Single(await receiving);
    }

    [Fact]
    public async Task A_leased_request_is_nobody_elses()
    {
        await SendAsync(Samples.Request());
        Assert.Single(await Queue.ReceiveAsync(10, Soon, Token));

        Assert.Empty(await Queue.ReceiveAsync(10, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task A_completed_request_never_comes_back()
    {
        await SendAsync(Samples.Request());
        var lease = await ReceiveOneAsync();
        await Queue.CompleteAsync(lease, Token);
        await LetLeasesEndAsync();

        Assert.Empty(await Queue.ReceiveAsync(10, TimeSpan.Zero, Token));
        await Queue.CompleteAsync(lease, Token);
    }

    [Fact]
    public async Task A_request_whose_lease_ended_is_delivered_again()
    {
        await SendAsync(Samples.Request());
        var first = await ReceiveOneAsync();
        await LetLeasesEndAsync();

        var second = await ReceiveOneAsync();

        Assert.Equal(first.Request, second.Request);
        Assert.Equal(2, second.DeliveryCount);
        Assert.NotEqual(first.Receipt, second.Receipt);
        Assert.False(await Queue.ExtendAsync(first, Token));
    }

    [Fact]
    public async Task The_receipt_of_an_ended_lease_completes_and_releases_nothing()
    {
        await SendAsync(Samples.Request());
        var first = await ReceiveOneAsync();
        await LetLeasesEndAsync();
        var second = await ReceiveOneAsync();

        await Queue.CompleteAsync(first, Token);
        await Queue.ReleaseAsync(first, begun: true, Token);

        Assert.True(await Queue.ExtendAsync(second, Token));
        Assert.Empty(await Queue.ReceiveAsync(10, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task An_extended_lease_can_be_extended_again()
    {
        await SendAsync(Samples.Request());
        var lease = await ReceiveOneAsync();

        Assert.True(await Queue.ExtendAsync(lease, Token));
        Assert.True(await Queue.ExtendAsync(lease, Token));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_released_request_comes_back_at_once_and_counts_when_it_was_begun(bool begun, int deliveryCount)
    {
        await SendAsync(Samples.Request());
        await Queue.ReleaseAsync(await ReceiveOneAsync(), begun, Token);

        Assert.Equal(deliveryCount, (await ReceiveOneAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_request_that_is_sent_twice_is_classified_once_or_delivered_twice_but_never_lost()
    {
        var request = Samples.Request();
        await SendAsync(request);
        await SendAsync(request);

        var leases = await Queue.ReceiveAsync(10, Soon, Token);

        Assert.InRange(leases.Count, 1, 2);
        Assert.All(leases, lease => Assert.Equal(request, lease.Request));
    }

    [Fact]
    public async Task A_receive_takes_no_more_than_it_asks_for()
    {
        for (var i = 0; i < 12; i++)
        {
            await SendAsync(Samples.Request());
        }

        Assert.InRange((await Queue.ReceiveAsync(3, Soon, Token)).Count, 1, 3);
        Assert.InRange((await Queue.ReceiveAsync(10, Soon, Token)).Count, 1, 10);
    }

    [Fact]
    public async Task Interactive_goes_first_but_of_ten_one_is_bulk()
    {
        for (var i = 0; i < 30; i++)
        {
            await SendAsync(Samples.Request(), Lane.Bulk);
            await SendAsync(Samples.Request());
        }

        var bulk = 0;
        for (var i = 0; i < 10; i++)
        {
            var lease = await ReceiveOneAsync();
            bulk += lease.Request.TopK == BulkTopK ? 1 : 0;
        }

        Assert.InRange(bulk, 1, LaneShareIsApproximate ? 5 : 1);
    }

    [Fact]
    public async Task What_a_cancelled_receive_leased_comes_back()
    {
        using var cancelling = new CancellationTokenSource();
        var receiving = Queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), cancelling.Token);
        var sending = SendAsync(Samples.Request());
        await cancelling.CancelAsync();
        await sending;
        var leased = await Record.ExceptionAsync(() => receiving) is null ? await receiving : [];

        Assert.Equal(1, leased.Count + (await Queue.ReceiveAsync(10, leased.Count == 0 ? Soon : TimeSpan.Zero, Token)).Count);
    }

    [Fact]
    public async Task A_cancelled_receive_ends_at_once()
    {
        using var cancelling = new CancellationTokenSource();
        var receiving = Queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), cancelling.Token);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving).WaitAsync(Soon, Token);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task A_receive_of_none_or_too_many_is_refused(int requests) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Queue.ReceiveAsync(requests, TimeSpan.Zero, Token));

    [Fact]
    public async Task Many_receivers_share_what_many_senders_send()
    {
        const int Requests = 200;
        var sending = Parallel.ForAsync(0, Requests, Token, async (_, _) => await SendAsync(Samples.Request()));
        var received = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DrainAsync()));
        await sending;
        var rest = await DrainAsync();

        var ids = received.SelectMany(ids => ids).Concat(rest).ToList();
        Assert.Equal(Requests, ids.Distinct().Count());
        Assert.Equal(Requests, ids.Count);
    }

    protected Task SendAsync(ClassificationRequest request, Lane lane = Lane.Interactive) =>
        Queue.SendAsync(lane == Lane.Bulk ? request with { TopK = BulkTopK } : request, lane, Durability.Process, Token);

    protected async Task<RequestLease> ReceiveOneAsync() => Assert.Single(await Queue.ReceiveAsync(1, Soon, Token));

    private const int BulkTopK = 99;

    private async Task<List<RequestId>> DrainAsync()
    {
        var ids = new List<RequestId>();
        while (await Queue.ReceiveAsync(10, TimeSpan.FromMilliseconds(300), Token) is { Count: > 0 } leases)
        {
            ids.AddRange(leases.Select(lease => lease.Request.Id));
            await Task.WhenAll(leases.Select(lease => Queue.CompleteAsync(lease, Token)));
        }

        return ids;
    }
}
