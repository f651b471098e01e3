using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Worker.Presence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Leases;

/// <summary>Extends every held lease at a steady pace, well before it ends.</summary>
internal sealed partial class LeaseRenewal(
    WorkerActivity activity,
    IRequestQueue queue,
    IOptions<LeaseOptions> options,
    TimeProvider time,
    ILogger<LeaseRenewal> logger) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private Task loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loop = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>Ends the renewal. It is registered before the lease loop, so it is stopped after it: while a worker drains, its leases are kept.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await ending.CancelAsync();
        await loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        ending.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(options.Value.Renewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                await Task.WhenAll(activity.Held.Select(RenewAsync));
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The worker ends.
        }
    }

    private async Task RenewAsync(RequestLease lease)
    {
        try
        {
            // One that was brought to its end meanwhile has no lease any more, and is out of hand.
            if (!await queue.ExtendAsync(lease, ending.Token) && activity.Drop(lease))
            {
                // Another worker may have it by now. Both results are settled by the archive, so nothing is doubled.
                LogLeaseLost(lease.Request.Id.Value, lease.DeliveryCount);
            }
        }
        catch (BackendUnavailableException exception)
        {
            LogRenewalFailed(exception, lease.Request.Id.Value);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "The lease of request {RequestId} (delivery {DeliveryCount}) had ended before it was renewed.")]
    private partial void LogLeaseLost(Guid requestId, int deliveryCount);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "The lease of request {RequestId} could not be renewed; the next turn tries again.")]
    private partial void LogRenewalFailed(Exception exception, Guid requestId);
}
