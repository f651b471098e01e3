using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Core.Queues;
using AWSense.Scaling.Aws;
using AWSense.Scaling.AutoScaling;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws.Instance;

/// <summary>The lifecycle hook that holds this instance while its worker drains.</summary>
/// <remarks>A hook isn't certain to run, and its end comes by itself: whatever fails here costs money for some minutes, and no picture.</remarks>
public sealed partial class TerminationHook
{
    private readonly QueryClient client;
    private readonly InstanceMetadata metadata;
    private readonly AutoScalingOptions options;
    private readonly LifecycleHook hook;
    private readonly TimeProvider time;
    private readonly ILogger<TerminationHook> logger;

    internal TerminationHook(
        QueryClient client, InstanceMetadata metadata, AutoScalingOptions options, TimeProvider time, ILogger<TerminationHook> logger)
    {
        (this.client, this.metadata, this.options, this.time, this.logger) = (client, metadata, options, time, logger);
        hook = GroupPlan.HookFor(options.DrainTimeout);
    }

    /// <summary>Asks for more time whenever half of it is over, until it is cancelled or there is no more.</summary>
    /// <param name="enteredAt">When the instance began to wait.</param>
    public async Task KeepAsync(DateTimeOffset enteredAt, CancellationToken cancellationToken)
    {
        DateTimeOffset? heard = null;
        while (hook.EndsAt(enteredAt, heard) is var end && time.GetUtcNow() < end && end - enteredAt < hook.GlobalTimeout)
        {
            await Task.Delay(hook.HeartbeatTimeout / 2, time, cancellationToken);
            if (await TellAsync("RecordLifecycleActionHeartbeat", null, cancellationToken))
            {
                heard = time.GetUtcNow();
            }
        }
    }

    /// <summary>Lets the instance go.</summary>
    /// <returns>False when it was refused or AWS couldn't be reached; then the hook ends by itself.</returns>
    public Task<bool> CompleteAsync(CancellationToken cancellationToken) =>
        TellAsync("CompleteLifecycleAction", GroupPlan.DrainDefaultResult, cancellationToken);

    private async Task<bool> TellAsync(string action, string? result, CancellationToken cancellationToken)
    {
        try
        {
            var request = new QueryRequest(action)
                .With("AutoScalingGroupName", options.Group ?? await KnownAsync("tags/instance/aws:autoscaling:groupName", cancellationToken))
                .With("LifecycleHookName", GroupPlan.DrainHook)
                .With("InstanceId", await KnownAsync("instance-id", cancellationToken));
            await client.SendAsync(result is null ? request : request.With("LifecycleActionResult", result), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is AwsRequestException or BackendUnavailableException)
        {
            LogRefused(exception, action);
            return false;
        }
    }

    private async Task<string> KnownAsync(string path, CancellationToken cancellationToken) =>
        await metadata.GetAsync(path, cancellationToken)
        ?? throw new BackendUnavailableException($"The instance's metadata have no {path}. Are its tags offered there, or is AutoScaling:Group set?");

    [LoggerMessage(EventId = 4341, Level = LogLevel.Warning, Message = "{Action} was not done; the hook ends by itself.")]
    private partial void LogRefused(Exception exception, string action);
}
