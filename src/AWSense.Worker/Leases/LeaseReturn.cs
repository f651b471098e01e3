using AWSense.Core.Queues;
using AWSense.Worker.Presence;

namespace AWSense.Worker.Leases;

/// <summary>Gives leases back that this worker can't serve any more, so that others have the requests now and not when the leases end.</summary>
internal sealed class LeaseReturn(WorkerActivity activity, IRequestQueue queue)
{
    /// <summary>Gives back all that are in hand.</summary>
    /// <param name="but">One that is kept; null for none.</param>
    /// <param name="begun">As for <see cref="IRequestQueue.ReleaseAsync"/>.</param>
    public Task ReturnAllAsync(RequestLease? but, bool begun, CancellationToken cancellationToken) => Task.WhenAll(
        activity.Held.Where(lease => lease.Receipt != but?.Receipt).Select(lease => queue.ReleaseAsync(lease, begun, cancellationToken)));
}
