using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>The request queue, through a connection.</summary>
internal sealed class RemoteQueue(BrokerConnection connection) : IRequestQueue
{
    public Task SendAsync(ClassificationRequest request, Lane lane, Durability durability, CancellationToken cancellationToken) =>
        connection.CallAsync(new()
        {
            Send = new()
            {
                Message = UnsafeByteOperations.UnsafeWrap(RequestMessage.Serialize(request)),
                TraceParent = request.TraceParent ?? "",
                Lane = (int)lane,
                Durable = durability == Durability.PowerLoss,
            },
        });

    public Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken) =>
        ReceiveAsync(new Receive { MaxRequests = maxRequests }, wait, cancellationToken);

    public async Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        (await ReceiveAsync(new Receive { MaxRequests = 1, InteractiveOnly = true }, wait, cancellationToken)).SingleOrDefault();

    public async Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken) =>
        (await connection.CallAsync(new() { Extend = lease.Receipt })).Yes;

    public Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken) => connection.CallAsync(new() { Complete = lease.Receipt });

    public Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken) =>
        connection.CallAsync(new() { Release = new() { Receipt = lease.Receipt, Begun = begun } }).WaitAsync(cancellationToken);

    public Task EnsureDurableAsync(CancellationToken cancellationToken) => connection.CallAsync(new() { EnsureDurable = true });

    private async Task<IReadOnlyList<RequestLease>> ReceiveAsync(Receive receive, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckReceive(receive.MaxRequests, wait);
        cancellationToken.ThrowIfCancellationRequested();
        receive.WaitMilliseconds = (long)wait.TotalMilliseconds;
        var operation = new Operation { Receive = receive };
        var receiving = connection.CallAsync(operation);
        await using var ending = cancellationToken.Register(() => _ = EndAsync(operation.Number));
        var leases = (await receiving).Leases.Select(WireLeases.FromWire).ToList();
        if (cancellationToken.IsCancellationRequested)
        {
            // The answer was on its way already.
            await Task.WhenAll(leases.Select(lease => ReleaseAsync(lease, begun: false, CancellationToken.None)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return leases;
    }

    private async Task EndAsync(ulong number)
    {
        try
        {
            await connection.CallAsync(new() { EndReceive = number });
        }
        catch (BackendUnavailableException)
        {
            // The receive has ended with the connection.
        }
    }
}
