using AWSense.Core;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Scaling.Control;

/// <summary>Lets a policy steer a fleet: reads queue and fleet at the policy's pace, decides, and tells the fleet how many workers it should have.</summary>
/// <remarks>
/// An empty fleet starts with <see cref="FleetSettings.Initial"/> workers; one that has workers, or is steered by somebody else, is left as it
/// is. When the controller ends, the fleet stays as it is. While another process steers, this one reads and learns and does nothing; a
/// fleet that steers itself is watched.
/// </remarks>
public sealed partial class ScalingController(
    ScalingPolicy policy,
    IFleet fleet,
    FleetObserver observer,
    DecisionLog log,
    TimeProvider time,
    ILogger<ScalingController> logger,
    EventRecorder? recorder = null) : BackgroundService
{
    private readonly Scaler scaler = new(policy);
    private DateTimeOffset nextSample;
    private DateTimeOffset nextTick;
    private QueueReading? lastReading;
    private long decisions;
    private int failures;
    private int? watched;

    /// <summary>Starts the first workers, and then decides until it is stopped.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        nextSample = policy.Signals.Source == SignalSource.CloudWatch ? now + policy.Signals.SampleStart : DateTimeOffset.MaxValue;
        nextTick = now + (policy.Signals.Phase ?? policy.Signals.Interval);
        recorder?.Turned(RecordedEventKind.Began, now, policy.Fleet.Initial);
        await FillAsync(cancellationToken);
        LogStarted(policy.Name, policy.Fleet.Min, policy.Fleet.Max);
        await base.StartAsync(cancellationToken);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await fleet.GetStatusAsync(cancellationToken) is { DesiredWorkers: 0, Steering: FleetSteering.Here })
            {
                await fleet.SetDesiredAsync(policy.Fleet.Initial, cancellationToken);
            }
        }
        catch (BackendUnavailableException exception)
        {
            // Whoever can't read the fleet now may in its first turn; the process mustn't die of it.
            LogTurnFailed(exception, ++failures);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var due = nextSample < nextTick ? nextSample : nextTick;
            var wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                // Delays are cut to whole milliseconds; what is left of one would be waited for in a circle.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            try
            {
                await TurnAsync(stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: one failed turn must not end the controller; the fleet stays as it is until the next.
                LogTurnFailed(exception, ++failures);
            }
        }
    }

    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var samples = now >= nextSample;
        var decides = now >= nextTick;
        nextSample = samples ? Next(nextSample, policy.Signals.SampleInterval, now) : nextSample;
        nextTick = decides ? Next(nextTick, policy.Signals.Interval, now) : nextTick;
        var queue = await TryReadQueueAsync(cancellationToken);
        var (snapshot, status) = await observer.ReadFleetAsync(cancellationToken);
        if (samples && queue is not null)
        {
            recorder?.Turned(RecordedEventKind.Sampled, now);
            scaler.Sample(queue, snapshot);
        }

        if (decides)
        {
            await DecideAsync(now, queue, snapshot, status, cancellationToken);
        }
    }

    private async Task DecideAsync(
        DateTimeOffset now, QueueReading? queue, FleetSnapshot snapshot, FleetStatus status, CancellationToken cancellationToken)
    {
        var decision = scaler.Decide(now, queue, snapshot);
        if (status.Steering == FleetSteering.Elsewhere)
        {
            lastReading = queue ?? lastReading;
            return;
        }

        var (before, desired, reason) = (snapshot.Reading.Current, Math.Min(decision.Desired, status.WorkersMax), decision.Reason);
        if (status.Steering == FleetSteering.Itself)
        {
            (before, desired, reason) = (watched ?? status.DesiredWorkers, status.DesiredWorkers, $"the fleet steers itself; by this policy's own reckoning {desired}: {reason}");
            watched = desired;
        }

        var record = new DecisionRecord(++decisions, now, before, desired, reason, queue, snapshot.Reading, RateOf(queue), scaler.Estimates)
        {
            Kind = status.Steering == FleetSteering.Itself ? ReasonKind.Elsewhere : decision.Kind,
        };
        lastReading = queue ?? lastReading;
        recorder?.Turned(RecordedEventKind.Decided, now, desired, reason);
        if (desired != status.DesiredWorkers)
        {
            await fleet.SetDesiredAsync(desired, cancellationToken);
        }

        if (desired != status.DesiredWorkers || (status.Steering == FleetSteering.Itself && record.IsChange))
        {
            LogChanged(before, desired, reason);
        }

        log.Add(record);
    }

    private async Task<QueueReading?> TryReadQueueAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await observer.ReadQueueAsync(cancellationToken);
        }
        catch (BackendUnavailableException exception)
        {
            // The decider is told that nothing is known, which is never the same as nothing to do.
            LogQueueUnreadable(exception);
            return null;
        }
    }

    private double? RateOf(QueueReading? queue) =>
        queue is not null && lastReading is not null && queue.ReadAt > lastReading.ReadAt && queue.Arrived >= lastReading.Arrived
            ? (queue.Arrived - lastReading.Arrived) / (queue.ReadAt - lastReading.ReadAt).TotalSeconds
            : null;

    /// <summary>The next of regular moments after now. Those that were missed are left out, since what they would have read is gone.</summary>
    private static DateTimeOffset Next(DateTimeOffset due, TimeSpan interval, DateTimeOffset now) =>
        due + ((((now - due).Ticks / interval.Ticks) + 1) * interval);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Policy {Policy} steers the fleet: {Min} to {Max} workers.")]
    private partial void LogStarted(string policy, int min, int max);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "From {Before} to {Desired} workers: {Reason}.")]
    private partial void LogChanged(int before, int desired, string reason);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "The queue can't be read; the fleet will not shrink on that.")]
    private partial void LogQueueUnreadable(Exception exception);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "Turn of the scaling controller failed, {Failures} in a row; the fleet stays as it is.")]
    private partial void LogTurnFailed(Exception exception, int failures);
}
