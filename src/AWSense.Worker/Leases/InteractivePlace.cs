using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Worker.Handling;
using AWSense.Worker.Presence;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Leases;

/// <summary>One place more, for an interactive request, while bulk ones fill the others: it needn't wait until one of those is done.</summary>
/// <remarks>While no bulk request is in hand the place is closed, so that a worker never keeps more interactive ones from others than it has room for.</remarks>
internal sealed partial class InteractivePlace(
    IRequestQueue queue, WorkInHand work, WorkerActivity activity, ILogger<InteractivePlace> logger) : IDisposable
{
    // Bulk requests come one after the other; the place outlives the moments between them.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private CancellationTokenSource closing = new();
    private Task open = Task.CompletedTask;

    /// <summary>Opens it, where it isn't open. It closes by itself when no bulk request is in hand.</summary>
    /// <exception cref="InvariantException">What it handled before has broken an invariant, and the worker must end.</exception>
    public async Task OpenAsync(CancellationToken stoppingToken)
    {
        if (open.IsCompleted)
        {
            await open;
            closing.Dispose();
            closing = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            open = RunAsync(stoppingToken, closing.Token);
        }
    }

    /// <summary>Closes it, and waits for the request that is in it.</summary>
    /// <exception cref="InvariantException">As above.</exception>
    public async Task CloseAsync()
    {
        await closing.CancelAsync();
        await open;
    }

    public void Dispose() => closing.Dispose();

    private async Task RunAsync(CancellationToken stoppingToken, CancellationToken closed)
    {
        try
        {
            var isOpen = true;
            while (isOpen && activity.Held.Any(held => held.Lane == Lane.Bulk))
            {
                var lease = await queue.ReceiveInteractiveAsync(Wait, closed);
                isOpen = lease is null || await HandleAsync(lease, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // Closed.
        }
        catch (BackendUnavailableException exception)
        {
            LogNotReceived(exception);
        }
    }

    /// <returns>False when it isn't for this place, and was given back.</returns>
    private async Task<bool> HandleAsync(RequestLease lease, CancellationToken stoppingToken)
    {
        if (lease.DeliveryCount > 1)
        {
            // It may have ended a worker, and is to be handled alone. Who takes it for an ordinary place sees to that.
            await queue.ReleaseAsync(lease, begun: false, CancellationToken.None);
            return false;
        }

        activity.Take(lease);
        await work.HandleAsync(lease, stoppingToken);
        return true;
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The place for an interactive request is closed until the next bulk one, since the queue can't be reached.")]
    private partial void LogNotReceived(Exception exception);
}
