using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Core.Ledger;

/// <summary>What a backend has written down of its requests, for who checks that nothing is lost. It changes nothing, and the service may run meanwhile.</summary>
/// <remarks>Members may be called from many threads at once.</remarks>
public interface ILedgerSource
{
    /// <summary>Requests by the time in their id, newest first.</summary>
    /// <param name="before">Only those older than this one; null from the newest on.</param>
    /// <param name="max">The most to return, from 1 to <see cref="JobLimits.ListMax"/>.</param>
    Task<IReadOnlyList<JobRecord>> ListAsync(RequestId? before, int max, CancellationToken cancellationToken);

    /// <summary>What is known of a request; null when there is none of that id.</summary>
    Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken);

    /// <summary>Whether a request's message is in the queue, waiting or leased; null where the queue can't be asked (SQS).</summary>
    Task<bool?> IsQueuedAsync(RequestId id, CancellationToken cancellationToken);
}
