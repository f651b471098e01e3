namespace AWSense.Backends.Embedded.Broker;

/// <summary>Somebody who waits for requests. One thread at a time touches it, but for its task.</summary>
/// <param name="owner">Whose the leases will be; they return when the owner goes.</param>
/// <param name="maxRequests">The most to lease.</param>
/// <param name="interactiveOnly">It takes nothing of the bulk lane, and comes after those who do.</param>
internal sealed class Receiver(LeaseOwner owner, int maxRequests, bool interactiveOnly = false)
{
    // Whoever waits goes on with the thread that has the broker's state, and hands the leases over to the worker's connection.
    private readonly TaskCompletionSource<IReadOnlyList<DeliveredRequest>> completion = new();

    public LeaseOwner Owner { get; } = owner;

    public int MaxRequests { get; } = maxRequests;

    public bool InteractiveOnly { get; } = interactiveOnly;

    /// <summary>What it gets; told with the end of its batch.</summary>
    public IReadOnlyList<DeliveredRequest> Leases { get; set; } = [];

    /// <summary>Ends with the leases, or with none when the wait has ended.</summary>
    public Task<IReadOnlyList<DeliveredRequest>> Task => completion.Task;

    /// <summary>Tells the leases.</summary>
    public void Tell() => completion.TrySetResult(Leases);

    /// <summary>Tells that the wait could not be begun or ended.</summary>
    public void Fail(Exception reason) => completion.TrySetException(reason);
}

/// <summary>Begins or ends a wait; when its batch fails, the wait fails.</summary>
internal sealed class ReceiverOperation(Receiver receiver, Action<BrokerState> apply) : BrokerOperation
{
    public override void Apply(BrokerState state) => apply(state);

    public override void Succeed()
    {
        // The receiver is told once it is served.
    }

    public override void Fail(Exception reason) => receiver.Fail(reason);
}
