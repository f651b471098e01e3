using System.Reflection;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Presence;

/// <summary>Tells this worker's state on change, and at least every <see cref="PresenceLimits.Interval"/>.</summary>
internal sealed partial class PresenceReporter(
    IPresence presence,
    WorkerActivity activity,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<PresenceReporter> logger) : BackgroundService
{
    // A busy worker flips between busy and idle with every picture; nobody needs to see each.
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);

    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly string version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await ReportAsync();
            await Task.Delay(PauseMin, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WaitForChangeAsync(stoppingToken);
        }

        await ReportAsync();
    }

    private async Task WaitForChangeAsync(CancellationToken stoppingToken)
    {
        using var interval = new CancellationTokenSource(PresenceLimits.Interval - PauseMin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, interval.Token);
        try
        {
            await activity.Changes.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing has changed for an interval, or the worker ends: both are told.
        }
    }

    private async Task ReportAsync()
    {
        try
        {
            var status = new WorkerStatus(
                options.Value.Id,
                activity.State,
                options.Value.Slots,
                Environment.ProcessId,
                version,
                activity.Counters,
                startedAt,
                activity.ReadyAt,
                time.GetUtcNow());
            await presence.ReportAsync(status, CancellationToken.None);
        }
        catch (BackendUnavailableException exception)
        {
            LogNotReported(exception);
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Debug, Message = "The worker's state could not be told; the next turn tries again.")]
    private partial void LogNotReported(Exception exception);
}
