using AWSense.Backends.Aws.Instance;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Draining;

/// <summary>Drains this worker when its instance is to go: by the controller's order, by Auto Scaling, or by a spot notice.</summary>
/// <remarks>
/// Ready → Draining → Drained → Gone. An order stops the host, as SIGTERM does: nothing more is received, what isn't begun is given back, what is
/// begun is finished. What isn't finished at the deadline, which a spot notice may still bring forward, is given back as well, and the process ends. Drained is told by silence, after three
/// intervals of presence; then the controller ends the instance, whose hook <see cref="InstanceExit"/> completes.
/// </remarks>
internal sealed partial class InstanceDrain(
    InstanceOrders orders, TerminationHook hook, IHostApplicationLifetime lifetime, LastResort lastResort, TimeProvider time, ILogger<InstanceDrain> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var order = await orders.WaitAsync(stoppingToken);
            LogOrdered(order.Reason, order.Deadline);
            lifetime.StopApplication();
            await BoundAsync(order, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped last of all: either there was no order, or the worker has drained in time.
        }
    }

    private async Task BoundAsync(DrainOrder order, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var kept = order.IsHeld ? hook.KeepAsync(now, over.Token) : Task.CompletedTask;
        try
        {
            await orders.WaitForDeadlineAsync(order, stoppingToken);
            await lastResort.EndProcessAsync();
        }
        finally
        {
            await over.CancelAsync();
            await kept.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 2501, Level = LogLevel.Information, Message = "This instance is to go: {Reason}. The worker drains, until {Deadline} at most.")]
    private partial void LogOrdered(string reason, DateTimeOffset deadline);
}
