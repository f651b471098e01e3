using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Core.Jobs;

/// <summary>Begins a request whose picture is stored, and whose id nobody else can have used.</summary>
public interface IRequestBeginning
{
    /// <summary>Records the job and sends its message; both survive the death of any process. Safe to repeat.</summary>
    /// <param name="job">Its id and lane are the request's.</param>
    /// <exception cref="QueueFullException">There is no room; the message isn't sent.</exception>
    /// <exception cref="BackendUnavailableException">It may or may not have been done.</exception>
    Task BeginAsync(JobRecord job, ClassificationRequest request);
}
