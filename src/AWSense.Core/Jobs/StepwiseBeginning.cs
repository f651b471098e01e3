using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Core.Jobs;

/// <summary>Begins requests where jobs and requests are kept by different services: it calls both at once.</summary>
public sealed class StepwiseBeginning(IJobStore jobs, IRequestQueue queue) : IRequestBeginning
{
    public Task BeginAsync(JobRecord job, ClassificationRequest request) => Task.WhenAll(
        jobs.AcceptAsync(job, CancellationToken.None), queue.SendAsync(request, job.Lane, Durability.Process, CancellationToken.None));
}
