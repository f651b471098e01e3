using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Worker.Handling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Leases;

/// <summary>Leases as many requests as there is room for, and has them handled side by side.</summary>
/// <remarks>A request that was delivered before may be why a worker died. It waits until this worker has nothing else in hand, and is
/// handled alone, so that no innocent one goes down with it.</remarks>
internal sealed partial class LeaseLoop(
    IRequestQueue queue,
    WorkInHand work,
    WorkerPlaces places,
    InteractivePlace interactivePlace,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<LeaseLoop> logger) : BackgroundService
{
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

    // How long others wait for one that may be why a worker died.
    private static readonly TimeSpan SuspectPatience = TimeSpan.FromSeconds(1);

    private readonly List<Task> inHand = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Run(work.WarmUp, stoppingToken);
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: one failed turn must not end the worker; a broken invariant must.
                var delay = Backoff.After(++failures);
                LogTurnFailed(exception, failures, delay);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        work.Drain();
        await Task.WhenAll(inHand);
        await interactivePlace.CloseAsync();
    }

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        await places.WaitAsync(stoppingToken);
        await ForgetEndedAsync();
        var leases = await queue.ReceiveAsync(Math.Clamp(places.Free, 1, QueueLimits.ReceiveMax), options.Value.ReceiveWait, stoppingToken);
        foreach (var lease in leases)
        {
            work.Take(lease);
        }

        if (leases.Any(lease => lease.Lane == Lane.Bulk))
        {
            await interactivePlace.OpenAsync(stoppingToken);
        }

        inHand.AddRange(leases.Where(lease => lease.DeliveryCount == 1).Select(lease => work.HandleAsync(lease, stoppingToken)));
        var suspects = new Queue<RequestLease>(leases.Where(lease => lease.DeliveryCount > 1));
        while (suspects.TryDequeue(out var suspect))
        {
            await HandleAloneAsync(suspect, suspects, stoppingToken);
        }
    }

    private async Task HandleAloneAsync(RequestLease suspect, Queue<RequestLease> others, CancellationToken stoppingToken)
    {
        await Task.WhenAll(inHand).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ForgetEndedAsync();
        await CloseInteractivePlaceAsync(stoppingToken);
        inHand.Add(work.HandleAsync(suspect, stoppingToken)); // hands it back when the worker is to end
        var handling = Task.WhenAll(inHand);
        if (await Task.WhenAny(handling, Task.Delay(SuspectPatience, time, stoppingToken)) != handling)
        {
            // It hangs, maybe, and they have waited once already: they are handed back as at the worker's end.
            inHand.AddRange(others.Select(other => work.HandleAsync(other, new CancellationToken(canceled: true))));
            others.Clear();
        }

        await handling.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CloseInteractivePlaceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await interactivePlace.CloseAsync().WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What isn't begun is handed back now, whatever is in that place.
        }
    }

    private async Task ForgetEndedAsync()
    {
        foreach (var ended in inHand.Where(task => task.IsCompleted).ToList())
        {
            inHand.Remove(ended);
            await ended; // A handler throws for broken invariants only.
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "Receive loop failed {Failures} times in a row; next turn in {Delay}.")]
    private partial void LogTurnFailed(Exception exception, int failures, TimeSpan delay);
}
