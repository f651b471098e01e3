using AWSense.Core.Requests;

namespace AWSense.Core.Queues;

/// <summary>A durable queue of classification requests with at-least-once delivery and two lanes.</summary>
/// <remarks>
/// <para>A received request is leased: no other worker sees it until the lease ends. One that is neither completed nor
/// extended in time is delivered again, so handling must be safe to repeat. Order isn't kept.</para>
/// <para>Members may be called from many threads at once.</para>
/// </remarks>
public interface IRequestQueue
{
    /// <summary>Appends a request. Sending one that is still queued again changes nothing, or delivers it twice.</summary>
    /// <param name="durability">What the request must survive before this returns.</param>
    /// <exception cref="QueueFullException">The queue holds as many as it may; nothing was sent.</exception>
    Task SendAsync(ClassificationRequest request, Lane lane, Durability durability, CancellationToken cancellationToken);

    /// <summary>Leases waiting requests, or waits up to <paramref name="wait"/> for the first one.</summary>
    /// <remarks>Interactive requests go first, but of ten leased at least one is bulk while bulk waits.
    /// What a cancelled call had leased is released.</remarks>
    /// <param name="maxRequests">The most to lease, from 1 to <see cref="QueueLimits.ReceiveMax"/>.</param>
    /// <param name="wait">From zero to <see cref="QueueLimits.WaitMax"/>.</param>
    /// <returns>The leases; empty when the wait ended with none.</returns>
    Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Leases one waiting interactive request, or waits for one up to <paramref name="wait"/>: for a place that is kept for it while bulk ones fill the others.</summary>
    /// <remarks>Whoever waits for any request goes first. What a cancelled call had leased is released.</remarks>
    /// <param name="wait">From zero to <see cref="QueueLimits.WaitMax"/>.</param>
    /// <returns>The lease; null when the wait ended with none.</returns>
    Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Lets the lease end one lease time from now.</summary>
    /// <returns>False when the lease has ended, so that another worker may have the request.</returns>
    Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken);

    /// <summary>Removes a handled request. Once its lease has ended this may leave the request queued.</summary>
    Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken);

    /// <summary>Gives a request back, to be delivered again at once. One that was not begun is delivered as if this lease had not been,
    /// where the queue can tell (<paramref name="begun"/>).</summary>
    Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken);

    /// <summary>Makes all requests that were sent before this call survive a power cut.</summary>
    Task EnsureDurableAsync(CancellationToken cancellationToken);
}
