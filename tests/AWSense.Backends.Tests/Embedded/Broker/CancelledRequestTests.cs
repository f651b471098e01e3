using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Embedded.Broker;

public sealed class CancelledRequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_bulk_request_does_not_cost_the_others_their_turn()
    {
        await using var backend = new InProcessBackend();
        var cancelled = Some.Job();
        var bulk = Some.Request();
        await backend.Jobs.AcceptAsync(cancelled, Token);
        foreach (var request in new[] { Some.Request(cancelled.Id), bulk })
        {
            await backend.Requests.SendAsync(request, Lane.Bulk, Durability.Process, Token);
        }

        foreach (var request in Some.Requests(20))
        {
            await backend.Requests.SendAsync(request, Lane.Interactive, Durability.Process, Token);
        }

        await backend.Jobs.FinishAsync(Some.Completion(cancelled.Id, RequestState.Cancelled), Token);

        var ten = await backend.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.Zero, Token);
        Assert.Contains(bulk.Id, ten.Select(lease => lease.Request.Id));
    }
}
