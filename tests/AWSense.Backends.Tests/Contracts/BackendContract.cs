using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What the suites of all ports share. An adapter that promises less says so by a property, and is held to the weaker promise.</summary>
public abstract class BackendContract
{
    /// <summary>Whether counts of requests may be off for a while.</summary>
    protected virtual bool CountsAreApproximate => false;

    /// <summary>Whether a request that is given back without being begun has been delivered all the same.</summary>
    protected virtual bool UnbegunCountsAsDelivered => false;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A backend with nothing in it.</summary>
    protected abstract Task<Backend> OpenAsync(BackendSetup setup);

    protected Task<Backend> OpenAsync() => OpenAsync(new());

    protected static async Task SendAsync(Backend backend, Lane lane, params IEnumerable<ClassificationRequest> requests)
    {
        foreach (var request in requests)
        {
            await backend.Requests.SendAsync(request, lane, Durability.Process, Token);
        }
    }

    /// <summary>Sends a request and leases it.</summary>
    protected static async Task<RequestLease> SendAndLeaseAsync(Backend backend, ClassificationRequest? request = null)
    {
        await SendAsync(backend, Lane.Interactive, request ?? Some.Request());
        return Assert.Single(await ReceiveAsync(backend));
    }

    /// <summary>Leases what waits; the wait gives slower adapters time to find it.</summary>
    protected static Task<IReadOnlyList<RequestLease>> ReceiveAsync(Backend backend, int maxRequests = QueueLimits.ReceiveMax) =>
        backend.Requests.ReceiveAsync(maxRequests, TimeSpan.FromSeconds(10), Token);

    /// <summary>Leases nothing, since nothing waits.</summary>
    protected static async Task AssertNothingWaitsAsync(Backend backend) =>
        Assert.Empty(await backend.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.Zero, Token));

    protected void AssertCount(long expected, long actual)
    {
        if (CountsAreApproximate)
        {
            Assert.True(actual >= 0);
            return;
        }

        Assert.Equal(expected, actual);
    }
}
