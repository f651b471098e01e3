using AWSense.Core;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The request queue inside the broker's process. Leases belong to the owner that this was made for, and return when it goes.</summary>
internal sealed class EmbeddedQueue(BrokerWriter writer, TimeProvider time) : IRequestQueue
{
    private readonly LeaseOwner owner = new();

    public Task SendAsync(ClassificationRequest request, Lane lane, Durability durability, CancellationToken cancellationToken) =>
        writer.RunAsync(state => state.Send(request, lane), durability == Durability.PowerLoss ? Commit.Durable : Commit.Now);

    public async Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken) =>
        [.. (await DeliverAsync(maxRequests, interactiveOnly: false, wait, cancellationToken)).Select(delivered => delivered.ToLease())];

    public async Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        (await DeliverAsync(maxRequests: 1, interactiveOnly: true, wait, cancellationToken)).SingleOrDefault()?.ToLease();

    public Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken) => writer.RunAsync(state => state.Extend(lease.Receipt), Commit.Soon);

    public Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken) => writer.RunAsync(state => state.Complete(lease.Receipt), Commit.Soon);

    public Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken) => ReleaseAsync(lease.Receipt, begun);

    public Task EnsureDurableAsync(CancellationToken cancellationToken) => writer.RunAsync(state => state.Touch(), Commit.Durable);

    /// <summary>Records how a job ended and completes its request, in one transaction.</summary>
    /// <param name="meanwhile">What is done first; whoever asks because of it finds the request ended.</param>
    public Task EndAsync(RequestLease lease, JobCompletion completion, Func<Task> meanwhile) => writer.RunAsync(
        state =>
        {
            state.Finish(completion);
            state.Complete(lease.Receipt);
        },
        Commit.Soon,
        meanwhile);

    /// <summary>The owner has told its name.</summary>
    public void Name(string worker) => owner.Worker = worker;

    /// <summary>The owner is gone.</summary>
    public Task ForgetAsync() => writer.RunAsync(state => state.Forget(owner), Commit.Soon);

    /// <summary>Leases requests as the port's two ways to receive do, and passes their messages on as they are stored.</summary>
    public async Task<IReadOnlyList<DeliveredRequest>> DeliverAsync(int maxRequests, bool interactiveOnly, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckReceive(maxRequests, wait);
        cancellationToken.ThrowIfCancellationRequested();
        var receiver = new Receiver(owner, maxRequests, interactiveOnly);
        await writer.PostAsync(new ReceiverOperation(receiver, state => state.Wait(receiver)) { Commit = Commit.Soon });
        await EndOfWaitAsync(receiver, wait, cancellationToken);
        var leases = await receiver.Task;
        if (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(leases.Select(lease => ReleaseAsync(lease.Receipt, begun: false)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return leases;
    }

    private Task ReleaseAsync(string receipt, bool begun) => writer.RunAsync(state => state.Release(receipt, begun), Commit.Soon);

    private async Task EndOfWaitAsync(Receiver receiver, TimeSpan wait, CancellationToken cancellationToken)
    {
        var ended = receiver.Task;
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await ended.WaitAsync(wait, time, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                // The wait is over; what was leased in the meantime is told all the same.
            }
        }

        await writer.PostAsync(new ReceiverOperation(receiver, state => state.Withdraw(receiver)) { Commit = Commit.Soon });
    }
}
