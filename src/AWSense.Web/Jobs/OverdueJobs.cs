using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Jobs;

/// <summary>Ends jobs that no worker will ever end: a web instance died between recording one and sending its message, so no client was told of it.</summary>
/// <remarks>
/// Such a job is looked for only when somebody asks for it: there is at most one for each upload that was under way at a death. It is told apart by its age
/// alone, and being wrong does no harm, since the archive lets one outcome stand.
/// </remarks>
internal sealed class OverdueJobs(Settlement settlement, IJobStore jobs, IOptions<LimitOptions> limits, TimeProvider time)
{
    /// <summary>Ends a job as expired when its time is long over; what has ended otherwise gets its record right.</summary>
    /// <returns>The job as it stands then.</returns>
    public async Task<JobRecord> EndWhenOverdueAsync(JobRecord job)
    {
        var deadline = job.AcceptedAt + limits.Value.DeadlineOf(job.Lane);
        var now = time.GetUtcNow();
        if (job.State != RequestState.Queued || job.QueuePosition is not null || now <= deadline + LimitOptions.OverdueGrace)
        {
            return job;
        }

        var error = new RequestError(ErrorCodes.Expired, $"No worker took the picture before {deadline:u}.");
        await settlement.SettleAsync(ClassificationResult.Without(job.Id, job.Model, RequestState.Expired, error, job.AcceptedAt, now), CancellationToken.None);
        return await jobs.FindAsync(job.Id, CancellationToken.None) ?? job;
    }
}
