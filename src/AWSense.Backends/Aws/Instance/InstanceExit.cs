using AWSense.Backends.Aws.Fleet;
using AWSense.Core.Queues;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Instance;

/// <summary>Lets this instance go once its worker has drained.</summary>
public sealed class InstanceExit(InstanceOrders orders, TerminationHook hook, IOptions<AutoScalingOptions> options, TimeProvider time)
{
    /// <summary>How long it is waited for that somebody ends the instance. Nobody in this time means that the order is forgotten, and the instance is left to people.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Waits until Auto Scaling ends the instance, and completes its hook, so that nobody pays for the rest of its time-out.</summary>
    /// <returns>Whether the hook was completed; false at once where no order was received.</returns>
    public async Task<bool> LeaveAsync(CancellationToken cancellationToken)
    {
        if (orders.Received is null)
        {
            return false;
        }

        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience;)
        {
            if (await IsTerminatingAsync(cancellationToken))
            {
                return await hook.CompleteAsync(cancellationToken);
            }

            await Task.Delay(options.Value.MetadataInterval, time, cancellationToken);
        }

        return false;
    }

    private async Task<bool> IsTerminatingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await orders.IsTerminatingAsync(cancellationToken);
        }
        catch (BackendUnavailableException)
        {
            return false; // The next look tells.
        }
    }
}
