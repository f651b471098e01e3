using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Replies;

namespace AWSense.Web.Jobs;

/// <summary>Cancels jobs.</summary>
internal sealed class JobCancelling(Settlement settlement, ReplyRouter router, TimeProvider time)
{
    /// <summary>Ends a job as cancelled, unless it has ended; who waits for it is told.</summary>
    public async Task CancelAsync(JobRecord job)
    {
        var now = time.GetUtcNow();
        var cancelled = ClassificationResult.Without(
            job.Id, job.Model, RequestState.Cancelled, new(ErrorCodes.Cancelled, "Its client cancelled it."), job.AcceptedAt, now);
        var standing = await settlement.SettleAsync(cancelled, CancellationToken.None);
        router.Tell(new(standing, 0, now));
    }
}
