using AWSense.Core.Jobs;
using AWSense.Core.Queues;

namespace AWSense.Core.Results;

/// <summary>Ends requests step by step, where jobs, replies and requests are kept by different services.</summary>
public sealed class StepwiseEnding(IJobStore jobs, IResponseQueue responses, IRequestQueue queue) : IRequestEnding
{
    public async Task EndAsync(RequestLease lease, ClassificationReply reply)
    {
        // The record is for those who ask later, so the waiting client needn't wait for it; the completion must.
        await Task.WhenAll(
            jobs.FinishAsync(JobCompletion.Of(reply.Result), CancellationToken.None),
            lease.Request.IsAwaited ? responses.SendAsync(lease.Request.ReplyTo, reply, CancellationToken.None) : Task.CompletedTask);
        await queue.CompleteAsync(lease, CancellationToken.None);
    }
}
