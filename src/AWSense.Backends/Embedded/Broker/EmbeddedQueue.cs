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

    public Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken) =>
        ReceiveAsync(new Receiver(owner, maxRequests), wait, cancellationToken);

    public async Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        (await ReceiveAsync(new Receiver(owner, maxRequests: 1, interactiveOnly: true), wait, cancellationToken)).SingleOrDefault();

    public Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken) => writer.RunAsync(state => state.Extend(lease.Receipt), Commit.Soon);

    public Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken) => writer.RunAsync(state => state.Complete(lease.Receipt), Commit.Soon);

    public Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken) =>
        writer.RunAsync(state => state.Release(lease.Receipt, begun), Commit.Soon);

    public Task EnsureDurableAsync(CancellationToken cancellationToken) => writer.RunAsync(state => state.Touch(), Commit.Durable);

    /// <summary>Records how a job ended and completes its request, in one transaction.</summary>
    public Task EndAsync(RequestLease lease, JobCompletion completion) => writer.RunAsync(
        state =>
        {
            state.Finish(completion);
            state.Complete(lease.Receipt);
        },
        Commit.Soon);

    /// <summary>The owner has told its name.</summary>
    public void Name(string worker) => owner.Worker = worker;

    /// <summary>The owner is gone.</summary>
    public Task ForgetAsync() => writer.RunAsync(state => state.Forget(owner), Commit.Soon);

    private async Task<IReadOnlyList<RequestLease>> ReceiveAsync(Receiver receiver, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckReceive(receiver.MaxRequests, wait);
        cancellationToken.ThrowIfCancellationRequested();
        await writer.PostAsync(new ReceiverOperation(receiver, state => state.Wait(receiver)) { Commit = Commit.Soon });
        await EndOfWaitAsync(receiver, wait, cancellationToken);
        var leases = await receiver.Task;
        if (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(leases.Select(lease => ReleaseAsync(lease, begun: false, CancellationToken.None)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return leases;
    }

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
