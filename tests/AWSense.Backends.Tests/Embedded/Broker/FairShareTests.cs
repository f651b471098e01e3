using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Embedded.Broker;

/// <summary>Two workers wait, and the one with the fewest leases gets the next request, whichever way the other's leases have ended.</summary>
public sealed class FairShareTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_nothing_in_hand_comes_before_who_has_waited_longer()
    {
        await using var backend = new InProcessBackend();
        var (busy, idle) = (backend.Broker.NewQueue(), backend.Broker.NewQueue());
        await LeaseAsync(backend, busy);
        var ahead = busy.ReceiveAsync(8, QueueLimits.WaitMax, Token);
        await backend.Signals.ReadAsync(Token); // it stands in the line
        var waiting = idle.ReceiveAsync(8, QueueLimits.WaitMax, Token);
        await backend.Signals.ReadAsync(Token);

        await SendAsync(backend);

        Assert.Single(await waiting);
        Assert.False(ahead.IsCompleted);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("release")]
    [InlineData("forget")]
    public async Task What_has_ended_is_not_in_hand(string end)
    {
        await using var backend = new InProcessBackend();
        var (first, second) = (backend.Broker.NewQueue(), backend.Broker.NewQueue());
        var ended = await LeaseAsync(backend, first);
        await LeaseAsync(backend, second);
        await EndAsync(backend, first, ended, end);
        var other = second.ReceiveAsync(8, QueueLimits.WaitMax, Token);
        await backend.Signals.ReadAsync(Token);
        var waiting = first.ReceiveAsync(8, QueueLimits.WaitMax, Token);
        await backend.Signals.ReadAsync(Token);

        await SendAsync(backend);

        Assert.Single(await waiting);
        Assert.False(other.IsCompleted);
    }

    private static async Task EndAsync(InProcessBackend backend, EmbeddedQueue queue, RequestLease lease, string end)
    {
        if (end == "complete")
        {
            await queue.CompleteAsync(lease, Token);
            return;
        }

        await (end == "release" ? queue.ReleaseAsync(lease, begun: false, Token) : queue.ForgetAsync());
        var third = Assert.Single(await backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token)); // or it would be waiting
        await backend.Requests.CompleteAsync(third, Token);
    }

    private static async Task<RequestLease> LeaseAsync(InProcessBackend backend, EmbeddedQueue queue)
    {
        await SendAsync(backend);
        return Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));
    }

    private static Task SendAsync(InProcessBackend backend) => backend.Requests.SendAsync(Some.Request(), Lane.Interactive, Durability.Process, Token);
}
