using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Core.Telemetry;

/// <summary>A request queue whose operations are spans. A request carries the span that sent it, so that the worker's belong to the same trace.</summary>
/// <remarks>It is put before the queue only where traces are exported.</remarks>
public sealed class TracedRequestQueue(IRequestQueue inner, QueueIdentity queue, TimeProvider time) : IRequestQueue
{
    public Task SendAsync(ClassificationRequest request, Lane lane, Durability durability, CancellationToken cancellationToken) =>
        QueueSpans.SendAsync(queue, request, lane, traced => inner.SendAsync(traced, lane, durability, cancellationToken));

    public async Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var leases = await inner.ReceiveAsync(maxRequests, wait, cancellationToken);
        QueueSpans.Received(queue, leases, began);
        return leases;
    }

    public async Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var lease = await inner.ReceiveInteractiveAsync(wait, cancellationToken);
        QueueSpans.Received(queue, lease is null ? [] : [lease], began);
        return lease;
    }

    public Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken) => inner.ExtendAsync(lease, cancellationToken);

    public Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken) =>
        SettleAsync(lease, "complete", () => inner.CompleteAsync(lease, cancellationToken));

    public Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken) =>
        SettleAsync(lease, "release", () => inner.ReleaseAsync(lease, begun, cancellationToken));

    public Task EnsureDurableAsync(CancellationToken cancellationToken) => inner.EnsureDurableAsync(cancellationToken);

    private async Task SettleAsync(RequestLease lease, string operation, Func<Task> settle)
    {
        using var span = QueueSpans.Settle(queue, lease, operation);
        try
        {
            await settle();
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }
}
