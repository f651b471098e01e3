using AWSense.Backends.Aws.Query;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>The group of the workers, read by anybody and changed by the leader only. Thread-safe.</summary>
internal sealed class SteeredGroup(AutoScalingApi groups, InstanceApi instances, LeaderLease lease, string name, TimeProvider time) : IDisposable
{
    // Pages that many people watch must not cost two calls each.
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim reading = new(1);
    private (GroupState State, long ReadAt)? last;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>This process leads now.</summary>
    public bool IsLed => lease.IsHeld;

    /// <summary>The group as it was at most two seconds ago, and after the last change through this object.</summary>
    /// <exception cref="BackendUnavailableException">It can't be read, for want of a permission too: whoever asks goes on without it, and tells why.</exception>
    public async Task<GroupState> ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (last is not { } known || time.GetElapsedTime(known.ReadAt) >= AgeMax)
            {
                var readAt = time.GetTimestamp();
                last = known = (await DescribeAsync(cancellationToken), readAt);
            }

            return known.State;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Sets the desired capacity.</summary>
    /// <returns>False when this process no longer leads, and nothing was done; so for all that follow.</returns>
    /// <exception cref="BackendUnavailableException">AWS refuses it or can't be reached; so for all that follow.</exception>
    public Task<bool> SetDesiredAsync(int desired, CancellationToken cancellationToken) =>
        ChangeAsync(() => groups.SetDesiredAsync(Name, desired, cancellationToken));

    /// <summary>Ends an instance.</summary>
    /// <param name="decrement">Its place goes with it.</param>
    public Task<bool> TerminateAsync(string instance, bool decrement, CancellationToken cancellationToken) =>
        ChangeAsync(() => groups.TerminateAsync(instance, decrement, cancellationToken));

    /// <summary>Protects instances from AWS, or no longer.</summary>
    public Task<bool> ProtectAsync(IReadOnlyList<string> ids, bool isProtected, CancellationToken cancellationToken) =>
        ids.Count == 0 ? Task.FromResult(IsLed) : ChangeAsync(() => groups.ProtectAsync(Name, ids, isProtected, cancellationToken));

    /// <summary>Asks instances to drain.</summary>
    public Task<bool> OrderDrainAsync(IReadOnlyList<string> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(() => instances.OrderDrainAsync(ids, now, cancellationToken));

    public void Dispose() => reading.Dispose();

    private async Task<GroupState> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await instances.CompleteAsync(await groups.DescribeAsync(Name, cancellationToken), cancellationToken);
        }
        catch (AwsRequestException exception)
        {
            throw new BackendUnavailableException($"Group {Name} can't be read. {exception.Message}", exception);
        }
    }

    private async Task<bool> ChangeAsync(Func<Task> change)
    {
        if (!lease.IsHeld)
        {
            return false;
        }

        try
        {
            await change();
            return true;
        }
        catch (AwsRequestException exception)
        {
            throw new BackendUnavailableException($"Group {Name} can't be changed. {exception.Message}", exception);
        }
        finally
        {
            last = null;
        }
    }
}
