using AWSense.Core.Requests;

namespace AWSense.Core.Jobs;

/// <summary>What is known of every request that was accepted.</summary>
public interface IJobStore
{
    /// <summary>Records an accepted request; survives the death of any process, and a power cut once the request's message does.</summary>
    /// <remarks>A request that ended as it was accepted, since its picture was refused, is recorded with its end and has no message.</remarks>
    /// <returns>Null when it was new, else what is already known under that id, which is left as it was.</returns>
    Task<JobRecord?> AcceptAsync(JobRecord job, CancellationToken cancellationToken);

    /// <summary>What is known of a request; null when there is none of that id.</summary>
    Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken);

    /// <summary>Marks that a worker is about to decode a redelivered picture.</summary>
    /// <returns>How many marks there are now, this one included.</returns>
    Task<int> MarkStartedAsync(RequestId id, CancellationToken cancellationToken);

    /// <summary>Records how a request ended. A job that has ended is left as it is. A message that still waits in the queue may be removed.</summary>
    Task FinishAsync(JobCompletion completion, CancellationToken cancellationToken);

    /// <summary>Jobs by the time in their id, newest first.</summary>
    /// <remarks>On AWS no job is ever running, and queued or succeeded ones are looked for among the 20,000 newest only.</remarks>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="before">Only those older than this one; null from the newest on.</param>
    /// <param name="max">The most to return, from 1 to <see cref="JobLimits.ListMax"/>.</param>
    Task<IReadOnlyList<JobRecord>> ListAsync(RequestState? state, RequestId? before, int max, CancellationToken cancellationToken);
}

/// <summary>Bounds of a job store.</summary>
public static class JobLimits
{
    /// <summary>The most jobs that one listing returns.</summary>
    public const int ListMax = 1000;

    /// <summary>Checks what a listing asks for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond the bounds.</exception>
    public static void CheckList(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, ListMax);
    }
}
