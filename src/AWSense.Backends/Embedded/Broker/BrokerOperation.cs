namespace AWSense.Backends.Embedded.Broker;

/// <summary>When an operation counts as done.</summary>
internal enum Commit
{
    /// <summary>At once; it is committed a moment later. What a crash undoes then is done again: a lease, its renewal, its completion.</summary>
    Soon = 0,

    /// <summary>When it is committed, so that the death of any process leaves it.</summary>
    Now = 1,

    /// <summary>When the disk has it.</summary>
    Durable = 2,
}

/// <summary>One thing to do with the broker's state.</summary>
internal abstract class BrokerOperation
{
    /// <summary>When it counts as done. The default is <see cref="Commit.Now"/>.</summary>
    public Commit Commit { get; init; } = Commit.Now;

    /// <summary>Does it, inside the transaction of its batch.</summary>
    public abstract void Apply(BrokerState state);

    /// <summary>The batch is committed.</summary>
    public abstract void Succeed();

    /// <summary>The batch was rolled back.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>An operation with a result that its caller awaits.</summary>
internal sealed class BrokerOperation<T>(Func<BrokerState, T> apply) : BrokerOperation
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;
    private Exception? refusal;

    /// <summary>Ends once the operation is committed.</summary>
    public Task<T> Task => completion.Task;

    public override void Apply(BrokerState state)
    {
        try
        {
            result = apply(state);
        }
        catch (Core.Queues.QueueFullException exception)
        {
            refusal = exception; // Nothing was changed, so the rest of the batch goes on.
        }
    }

    public override void Succeed()
    {
        if (refusal is null)
        {
            completion.SetResult(result!);
        }
        else
        {
            completion.SetException(refusal);
        }
    }

    public override void Fail(Exception reason) => completion.SetException(reason);
}
