using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="ISignalSource"/> must keep. The queue of each test begins empty.</summary>
public abstract class SignalSourceContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract ISignalSource Signals { get; }

    protected abstract IRequestQueue Queue { get; }

    /// <summary>True for sources that need a while to count right.</summary>
    protected virtual bool CountsAreApproximate => false;

    [Fact]
    public async Task Nothing_queued_is_no_demand()
    {
        var signals = await Signals.ReadAsync(Token);

        Assert.Equal((new(0, 0), new(0, 0), null), (signals.Interactive, signals.Bulk, signals.OldestAge));
    }

    [Fact]
    public async Task Waiting_and_leased_requests_are_counted_by_lane()
    {
        Assert.SkipWhen(CountsAreApproximate, "This source declares its counts approximate.");
        await SendAsync(Lane.Interactive);
        await SendAsync(Lane.Interactive);
        await SendAsync(Lane.Bulk);
        var lease = Assert.Single(await Queue.ReceiveAsync(1, TimeSpan.FromSeconds(5), Token));

        var leased = await Signals.ReadAsync(Token);
        await Queue.CompleteAsync(lease, Token);
        var completed = await Signals.ReadAsync(Token);

        Assert.Equal((new(1, 1), new(1, 0), 3), (leased.Interactive, leased.Bulk, leased.Backlog));
        Assert.Equal((new(1, 0), new(1, 0), 2), (completed.Interactive, completed.Bulk, completed.Backlog));
        Assert.Equal((3, 0), (leased.Sent, leased.Completed));
        Assert.Equal((3, 1), (completed.Sent, completed.Completed));
    }

    [Fact]
    public async Task A_waiting_request_has_an_age()
    {
        await SendAsync(Lane.Bulk);

        Assert.NotNull((await Signals.ReadAsync(Token)).OldestAge);
    }

    private Task SendAsync(Lane lane) => Queue.SendAsync(Samples.Request(), lane, Durability.Process, Token);
}
