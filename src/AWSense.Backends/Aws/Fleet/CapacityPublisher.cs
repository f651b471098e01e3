using AWSense.Core;
using AWSense.Scaling.Aws;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>Publishes the controller's decisions to CloudWatch: every 10 seconds where target tracking follows them, else every minute.</summary>
/// <remarks>Only the leader decides, so only the leader publishes. That nothing is published is itself a sign: an alarm waits for it.</remarks>
internal sealed partial class CapacityPublisher(
    DecisionLog decisions, AutoScalingFleet fleet, SteeredGroup group, MetricApi metrics, ScalingPolicy policy, TimeProvider time, ILogger<CapacityPublisher> logger)
    : BackgroundService
{
    private readonly TimeSpan resolution =
        policy.Aws.Actuation == Actuation.HiResTargetTracking ? ControllerMetrics.HighResolution : ControllerMetrics.StandardResolution;

    private DateTimeOffset due;
    private DateTimeOffset? readAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = decisions.NextAsync();
            try
            {
                if (decisions.Latest is { } decision)
                {
                    await PublishAsync(decision, stoppingToken);
                }

                await next.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: the next decision brings newer values, and only those count.
                LogFailed(exception);
                await next.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task PublishAsync(DecisionRecord decision, CancellationToken cancellationToken)
    {
        readAt = decision.Queue?.ReadAt ?? readAt ?? decision.At;
        if (decision.At < due || !group.IsLed)
        {
            return;
        }

        var ratio = await fleet.RatioOfAsync(decision.Desired, cancellationToken);
        await metrics.PutAsync(
            group.Name,
            [
                (ControllerMetrics.Required, decision.Desired, "Count"),
                (ControllerMetrics.CapacityRatio, ratio, "None"),
                (ControllerMetrics.ObservationAge, (time.GetUtcNow() - readAt.Value).TotalSeconds, "Seconds"),
            ],
            decision.At,
            resolution,
            cancellationToken);
        due = decision.At + resolution - (policy.Signals.Interval / 2); // decisions are never exactly on time
    }

    [LoggerMessage(EventId = 4321, Level = LogLevel.Warning, Message = "The controller's metrics could not be published; the next decision tries again.")]
    private partial void LogFailed(Exception exception);
}
