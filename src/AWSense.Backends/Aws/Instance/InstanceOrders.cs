using System.Globalization;
using System.Text.Json;
using AWSense.Backends.Aws.Fleet;
using AWSense.Core.Queues;
using AWSense.Scaling.Aws;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Instance;

/// <summary>Sees that this instance is to go: by the controller's tag, by Auto Scaling, or since its spot capacity is wanted back.</summary>
/// <param name="options">How often to look, and how long the worker may take.</param>
public sealed partial class InstanceOrders(
    InstanceMetadata metadata, IOptions<AutoScalingOptions> options, TimeProvider time, ILogger<InstanceOrders> logger)
{
    /// <summary>What is left between a spot deadline and the end of our work, so that what can't be finished is given back in time.</summary>
    public static readonly TimeSpan SpotMargin = TimeSpan.FromSeconds(10);

    private int failures;

    /// <summary>The order that was received; null as long as there is none.</summary>
    public DrainOrder? Received { get; private set; }

    /// <summary>Waits for an order.</summary>
    public async Task<DrainOrder> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await LookAsync(cancellationToken) is { } order)
            {
                Received = order;
                return order;
            }

            await Task.Delay(options.Value.MetadataInterval, time, cancellationToken);
        }
    }

    /// <summary>Waits until the time of an order is over, or an earlier one that comes meanwhile: spot capacity is taken back whatever the instance is doing.</summary>
    public async Task WaitForDeadlineAsync(DrainOrder order, CancellationToken cancellationToken)
    {
        var deadline = order.Deadline;
        while (deadline - time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            if (await LookAsync(cancellationToken) is { } later && later.Deadline < deadline)
            {
                deadline = later.Deadline;
                LogShortened(later.Reason, deadline);
                continue;
            }

            var interval = options.Value.MetadataInterval;
            await Task.Delay(left < interval ? left : interval, time, cancellationToken);
        }
    }

    /// <summary>Looks once whether there is an order. A service that doesn't answer is told once, and orders nothing.</summary>
    public async Task<DrainOrder?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var order = await FindAsync(cancellationToken);
            failures = 0;
            return order;
        }
        catch (BackendUnavailableException exception)
        {
            if (++failures == 1)
            {
                LogSilent(exception);
            }

            return null;
        }
    }

    /// <summary>Whether Auto Scaling is about to end this instance, and holds it until its hook is completed.</summary>
    /// <remarks>There is no target before the first transition; https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html.</remarks>
    /// <exception cref="BackendUnavailableException">The metadata service doesn't answer.</exception>
    public async Task<bool> IsTerminatingAsync(CancellationToken cancellationToken) =>
        await metadata.GetAsync("autoscaling/target-lifecycle-state", cancellationToken) is "Terminated" or "Warmed:Terminated";

    private async Task<DrainOrder?> FindAsync(CancellationToken cancellationToken)
    {
        var patience = time.GetUtcNow() + options.Value.DrainTimeout;
        if (await metadata.GetAsync("spot/instance-action", cancellationToken) is { } notice)
        {
            var deadline = DeadlineOf(notice);
            return new("its spot capacity is wanted back", deadline < patience ? deadline : patience, IsHeld: false);
        }

        if (await IsTerminatingAsync(cancellationToken))
        {
            return new("Auto Scaling ends it", patience, IsHeld: true);
        }

        return await metadata.GetAsync($"tags/instance/{GroupPlan.DrainTag}", cancellationToken) is null
            ? null
            : new("the controller gives it up", patience, IsHeld: false);
    }

    /// <summary>The time in a notice; two minutes from now, as AWS promises, where it can't be read.</summary>
    private DateTimeOffset DeadlineOf(string notice)
    {
        try
        {
            using var json = JsonDocument.Parse(notice);
            if (json.RootElement.TryGetProperty("time", out var at)
                && DateTimeOffset.TryParse(at.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var deadline))
            {
                return deadline - SpotMargin;
            }
        }
        catch (JsonException)
        {
            // The notice itself is what counts.
        }

        return time.GetUtcNow() + TimeSpan.FromMinutes(2) - SpotMargin;
    }

    [LoggerMessage(EventId = 4331, Level = LogLevel.Warning, Message = "The instance's metadata service doesn't answer; orders to drain are seen once it does.")]
    private partial void LogSilent(Exception exception);

    [LoggerMessage(EventId = 4332, Level = LogLevel.Warning, Message = "The drain has less time, since {Reason}: until {Deadline} at most.")]
    private partial void LogShortened(string reason, DateTimeOffset deadline);
}
