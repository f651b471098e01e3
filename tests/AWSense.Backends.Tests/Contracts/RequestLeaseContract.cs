using AWSense.Backends.Tests.Support;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IRequestQueue"/> promises of leases.</summary>
public abstract class RequestLeaseContract : BackendContract
{
    private static readonly BackendSetup TwoSeconds = new() { Leases = { Duration = TimeSpan.FromSeconds(2) } };
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan All = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as if it had never been leased, where that can be
    public async Task A_released_request_is_delivered_again_at_once(bool begun)
    {
        await using var backend = await OpenAsync();
        var lease = await SendAndLeaseAsync(backend);

        await backend.Requests.ReleaseAsync(lease, begun, Token);

        var again = Assert.Single(await ReceiveAsync(backend));
        Assert.Equal(lease.Request, again.Request);
        Assert.NotEqual(lease.Receipt, again.Receipt);
        Assert.Equal(begun || UnbegunCountsAsDelivered ? 2 : 1, again.DeliveryCount);
    }

    [Fact]
    public async Task A_lease_that_ends_lets_the_request_be_delivered_again()
    {
        await using var backend = await OpenAsync(TwoSeconds);
        var lease = await SendAndLeaseAsync(backend);

        await backend.PassAsync(All);

        var again = Assert.Single(await ReceiveAsync(backend));
        Assert.Equal(lease.Request, again.Request);
        Assert.Equal(2, again.DeliveryCount);
        Assert.True(again.Until > lease.Until);
    }

    [Fact]
    public async Task An_extended_lease_lasts_from_then_on()
    {
        await using var backend = await OpenAsync(TwoSeconds);
        var lease = await SendAndLeaseAsync(backend);

        await backend.PassAsync(Most);
        Assert.True(await backend.Requests.ExtendAsync(lease, Token));
        await backend.PassAsync(Most);
        await AssertNothingWaitsAsync(backend);

        await backend.PassAsync(All);
        Assert.Equal(lease.Request, Assert.Single(await ReceiveAsync(backend)).Request);
    }

    [Fact]
    public async Task A_lease_that_has_ended_is_not_extended()
    {
        await using var backend = await OpenAsync(TwoSeconds);
        var lease = await SendAndLeaseAsync(backend);
        await backend.PassAsync(All);
        var others = Assert.Single(await ReceiveAsync(backend));

        Assert.False(await backend.Requests.ExtendAsync(lease, Token));
        Assert.True(await backend.Requests.ExtendAsync(others, Token));
    }

    [Fact]
    public async Task A_completed_request_has_no_lease_to_extend()
    {
        await using var backend = await OpenAsync();
        var lease = await SendAndLeaseAsync(backend);
        await backend.Requests.CompleteAsync(lease, Token);

        Assert.False(await backend.Requests.ExtendAsync(lease, Token));
    }

    [Fact]
    public async Task A_stale_receipt_neither_completes_nor_releases_what_another_has()
    {
        await using var backend = await OpenAsync();
        var stale = await SendAndLeaseAsync(backend);
        await backend.Requests.ReleaseAsync(stale, begun: true, Token);
        var others = Assert.Single(await ReceiveAsync(backend));

        await backend.Requests.CompleteAsync(stale, Token);
        await backend.Requests.ReleaseAsync(stale, begun: true, Token);
        await AssertNothingWaitsAsync(backend);

        await backend.Requests.ReleaseAsync(others, begun: true, Token);
        var again = Assert.Single(await ReceiveAsync(backend));
        Assert.Equal(stale.Request, again.Request);
        Assert.Equal(3, again.DeliveryCount);
    }

    [Fact]
    public async Task Every_delivery_counts()
    {
        await using var backend = await OpenAsync();
        var lease = await SendAndLeaseAsync(backend);
        for (var deliveries = 2; deliveries <= 5; deliveries++)
        {
            await backend.Requests.ReleaseAsync(lease, begun: true, Token);
            lease = Assert.Single(await ReceiveAsync(backend));
            Assert.Equal(deliveries, lease.DeliveryCount);
        }
    }
}
