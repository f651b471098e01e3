using AWSense.Core.Queues;

namespace AWSense.Core.Results;

/// <summary>Ends a leased request whose outcome is archived.</summary>
public interface IRequestEnding
{
    /// <summary>Answers who waits and records the job's end, and then completes the request. Safe to repeat.</summary>
    /// <remarks>
    /// The request is never completed unless the end is recorded: who dies in between leaves a request that is delivered again. It isn't
    /// cancelled when the worker is to end, since the work is done and would only be done again.
    /// </remarks>
    /// <param name="reply">The outcome that stands in the archive.</param>
    /// <exception cref="BackendUnavailableException">It could not be done; the request will be delivered again. That may happen without being told, too.</exception>
    Task EndAsync(RequestLease lease, ClassificationReply reply);
}
