using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Core.Telemetry;

/// <summary>What begins requests where it doesn't go through the queue: sending is a span, as <see cref="TracedRequestQueue"/> makes it one.</summary>
public sealed class TracedRequestBeginning(IRequestBeginning inner, QueueIdentity queue) : IRequestBeginning
{
    public Task BeginAsync(JobRecord job, ClassificationRequest request) =>
        QueueSpans.SendAsync(queue, request, job.Lane, traced => inner.BeginAsync(job, traced));
}
