using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IRequestQueue"/> promises of sending and receiving.</summary>
public abstract class RequestQueueContract : BackendContract
{
    /// <summary>Whether a request that is sent twice may be delivered as two.</summary>
    protected virtual bool DeliversTwiceWhatIsSentTwice => false;

    /// <summary>Whether two who receive at once may get the same request.</summary>
    protected virtual bool MayLeaseToTwo => false;

    /// <summary>Whether the queue learns only after a while that it is full, or that it has room again.</summary>
    protected virtual bool IsFoundFullLate => false;

    [Theory]
    [InlineData(Durability.Process)]
    [InlineData(Durability.PowerLoss)]
    public async Task A_request_arrives_as_it_was_sent(Durability durability)
    {
        await using var backend = await OpenAsync();
        var request = Some.Request() with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

        await backend.Requests.SendAsync(request, Lane.Interactive, durability, Token);

        var lease = Assert.Single(await ReceiveAsync(backend));
        Assert.Equal(request, lease.Request);
        Assert.Equal(1, lease.DeliveryCount);
        Assert.NotEmpty(lease.Receipt);
    }

    [Fact]
    public async Task A_leased_request_is_nobody_elses()
    {
        await using var backend = await OpenAsync();
        await SendAndLeaseAsync(backend);

        await AssertNothingWaitsAsync(backend);
    }

    [Fact]
    public async Task A_completed_request_is_gone_for_good()
    {
        var setup = new BackendSetup { Leases = { Duration = TimeSpan.FromSeconds(1) } };
        await using var backend = await OpenAsync(setup);
        var lease = await SendAndLeaseAsync(backend);

        await backend.Requests.CompleteAsync(lease, Token);
        await backend.PassAsync(TimeSpan.FromSeconds(1.5));

        await AssertNothingWaitsAsync(backend);
    }

    [Fact]
    public async Task No_more_are_leased_than_asked_for()
    {
        await using var backend = await OpenAsync();
        var sent = Some.Requests(5);
        await SendAsync(backend, Lane.Interactive, sent);

        var first = await ReceiveAsync(backend, 3);
        var rest = new List<RequestLease>();
        while (first.Count + rest.Count < sent.Count)
        {
            rest.AddRange(await ReceiveAsync(backend));
        }

        Assert.InRange(first.Count, 1, 3);
        Assert.Equivalent(sent.Select(request => request.Id), first.Concat(rest).Select(lease => lease.Request.Id), strict: true);
    }

    [Fact]
    public async Task Interactive_requests_go_first_but_one_in_ten_is_bulk()
    {
        await using var backend = await OpenAsync();
        var bulk = Some.Requests(2);
        await SendAsync(backend, Lane.Bulk, bulk);
        await SendAsync(backend, Lane.Interactive, Some.Requests(20));

        var ten = await LeaseAsync(backend, 10);
        var twenty = await LeaseAsync(backend, 10);

        Assert.Equal(1, ten.Count(lease => bulk.Contains(lease.Request)));
        Assert.Equal(1, twenty.Count(lease => bulk.Contains(lease.Request)));
        Assert.DoesNotContain(ten[0].Request, bulk);
    }

    [Fact]
    public async Task Bulk_requests_have_the_queue_when_nothing_else_waits()
    {
        await using var backend = await OpenAsync();
        await SendAsync(backend, Lane.Bulk, Some.Requests(12));

        Assert.Equal(12, (await LeaseAsync(backend, 12)).Count);
    }

    [Fact]
    public async Task A_place_for_interactive_requests_gets_no_bulk_one_and_is_served_after_the_others()
    {
        await using var backend = await OpenAsync();
        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
        Assert.Null(await backend.Requests.ReceiveInteractiveAsync(TimeSpan.Zero, Token));

        var waiting = backend.Requests.ReceiveInteractiveAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal(Lane.Bulk, Assert.Single(await ReceiveAsync(backend)).Lane); // who waits there is in nobody's way
        var request = Some.Request();
        await backend.Requests.SendAsync(request, Lane.Interactive, Durability.Process, Token);
        var lease = await waiting;

        Assert.Equal((request.Id, Lane.Interactive), (lease?.Request.Id, lease?.Lane));
    }

    [Fact]
    public async Task Bulk_has_its_tenth_of_what_goes_by_a_place_for_interactive_requests_as_well()
    {
        await using var backend = await OpenAsync();
        foreach (var interactive in Some.Requests(20))
        {
            await backend.Requests.SendAsync(interactive, Lane.Interactive, Durability.Process, Token);
        }

        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
        for (var passed = 0; passed < 9; passed++)
        {
            Assert.NotNull(await backend.Requests.ReceiveInteractiveAsync(TimeSpan.FromSeconds(2), Token));
        }

        Assert.Equal(Lane.Bulk, Assert.Single(await backend.Requests.ReceiveAsync(1, TimeSpan.FromSeconds(2), Token)).Lane);
    }

    [Fact]
    public async Task A_send_wakes_who_waits()
    {
        await using var backend = await OpenAsync();
        var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, Token);
        var request = Some.Request();

        await SendAsync(backend, Lane.Bulk, request);

        Assert.Equal(request.Id, Assert.Single(await receiving).Request.Id);
    }

    [Fact]
    public async Task Who_does_not_wait_gets_what_is_there()
    {
        await using var backend = await OpenAsync();
        await SendAsync(backend, Lane.Interactive, Some.Requests(3));

        Assert.Equal(3, (await backend.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.Zero, Token)).Count);
    }

    [Fact]
    public async Task A_wait_may_end_with_nothing()
    {
        await using var backend = await OpenAsync();
        var receiving = backend.Requests.ReceiveAsync(1, TimeSpan.FromSeconds(1), Token);

        await backend.PassAsync(TimeSpan.FromSeconds(1.5));

        Assert.Empty(await receiving);
    }

    [Fact]
    public async Task A_cancelled_receive_loses_nothing()
    {
        await using var backend = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        Assert.Equal(1, (await SendAndLeaseAsync(backend)).DeliveryCount);
    }

    [Fact]
    public async Task Receives_that_are_cancelled_while_requests_arrive_lose_none()
    {
        await using var backend = await OpenAsync();
        var sent = Some.Requests(40);
        var received = new List<RequestId>();
        foreach (var request in sent)
        {
            using var cancellation = new CancellationTokenSource();
            var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, cancellation.Token);
            await Task.WhenAll(SendAsync(backend, Lane.Interactive, request), cancellation.CancelAsync());
            received.AddRange(await IdsOrNoneAsync(receiving));
        }

        while (received.Count < sent.Count)
        {
            received.AddRange((await ReceiveAsync(backend)).Select(lease => lease.Request.Id));
        }

        Assert.Equivalent(sent.Select(request => request.Id), received, strict: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(QueueLimits.ReceiveMax + 1)]
    public async Task Nobody_leases_none_or_more_than_the_bound(int maxRequests)
    {
        await using var backend = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => backend.Requests.ReceiveAsync(maxRequests, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task A_longer_wait_than_the_bound_is_refused()
    {
        await using var backend = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax + TimeSpan.FromSeconds(1), Token));
    }

    [Fact]
    public async Task Sending_a_queued_request_again_is_harmless()
    {
        await using var backend = await OpenAsync();
        var request = Some.Request();

        await SendAsync(backend, Lane.Interactive, request, request);

        var leases = await ReceiveAsync(backend);
        Assert.All(leases, lease => Assert.Equal(request.Id, lease.Request.Id));
        Assert.InRange(leases.Count, 1, DeliversTwiceWhatIsSentTwice ? 2 : 1);
        if (!DeliversTwiceWhatIsSentTwice)
        {
            await SendAsync(backend, Lane.Interactive, request); // leased is still queued
            await AssertNothingWaitsAsync(backend);
        }
    }

    [Fact]
    public async Task A_full_queue_takes_no_more_until_one_is_completed()
    {
        var setup = new BackendSetup { Limits = { QueueDepthMax = 3 } };
        await using var backend = await OpenAsync(setup);
        await SendAsync(backend, Lane.Bulk, Some.Requests(3));
        if (IsFoundFullLate)
        {
            await FindFullLateAsync(backend);
            return;
        }

        var leases = await ReceiveAsync(backend, 1); // leased ones count
        var refusal = await Assert.ThrowsAsync<QueueFullException>(() => SendAsync(backend, Lane.Interactive, Some.Request()));
        Assert.Equal(3, refusal.Depth);

        await backend.Requests.CompleteAsync(leases[0], Token);
        await SendAsync(backend, Lane.Interactive, Some.Request());
        Assert.Equal(3, (await LeaseAsync(backend, 3)).Count);
    }

    private async Task FindFullLateAsync(Backend backend)
    {
        async Task<bool> IsRefusedAsync() => await Record.ExceptionAsync(() => SendAsync(backend, Lane.Interactive, Some.Request())) is QueueFullException { Depth: >= 3 };

        await Eventually.HoldsAsync(IsRefusedAsync, "the queue is found full");
        await Eventually.HoldsAsync(
            async () =>
            {
                foreach (var lease in await ReceiveAsync(backend))
                {
                    await backend.Requests.CompleteAsync(lease, Token);
                }

                return !await IsRefusedAsync();
            },
            "there is room again");
    }

    [Fact]
    public async Task Sends_are_made_durable_together()
    {
        await using var backend = await OpenAsync();
        await SendAsync(backend, Lane.Bulk, Some.Requests(3));

        await backend.Requests.EnsureDurableAsync(Token);

        Assert.Equal(3, (await LeaseAsync(backend, 3)).Count);
    }

    [Fact]
    public async Task Many_at_once_send_and_lease_each_request_once()
    {
        await using var backend = await OpenAsync();
        var sent = Some.Requests(400);
        var sending = Parallel.ForEachAsync(sent, Token, async (request, _) => await SendAsync(backend, Lane.Interactive, request));
        var leases = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LeaseAsync(backend, 50)))).SelectMany(own => own);
        await sending;
        var received = leases.Select(lease => lease.Request.Id).ToList();
        while (MayLeaseToTwo && received.Distinct().Count() < sent.Count)
        {
            received.AddRange((await LeaseAsync(backend, 1)).Select(lease => lease.Request.Id));
        }

        Assert.Equal(sent.Select(request => request.Id).Order(ById), (MayLeaseToTwo ? received.Distinct() : received).Order(ById));
        await AssertNothingWaitsAsync(backend);
    }

    private static Comparer<RequestId> ById { get; } = Comparer<RequestId>.Create((one, other) => one.Value.CompareTo(other.Value));

    private static async Task<List<RequestLease>> LeaseAsync(Backend backend, int count)
    {
        var leases = new List<RequestLease>();
        while (leases.Count < count)
        {
            var more = await ReceiveAsync(backend, Math.Min(QueueLimits.ReceiveMax, count - leases.Count));
            Assert.NotEmpty(more);
            leases.AddRange(more);
        }

        return leases;
    }

    private static async Task<IEnumerable<RequestId>> IdsOrNoneAsync(Task<IReadOnlyList<RequestLease>> receiving)
    {
        try
        {
            return (await receiving).Select(lease => lease.Request.Id);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }
}
