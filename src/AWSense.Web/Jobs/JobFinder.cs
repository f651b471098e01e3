using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Web.Problems;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Jobs;

/// <summary>Finds the records of jobs.</summary>
internal sealed class JobFinder(IJobStore jobs, OverdueJobs overdue, IOptions<RetentionOptions> retention, TimeProvider time)
{
    /// <summary>The record of that id.</summary>
    /// <exception cref="ProblemException">There is none, or it is no longer kept.</exception>
    public async Task<JobRecord> FindAsync(string id, CancellationToken cancellationToken)
    {
        var known = RequestId.TryParse(id, out var parsed) ? parsed : throw new ProblemException(ProblemKinds.NotFound, "That is no job's id.");
        var job = await jobs.FindAsync(known, cancellationToken) ?? throw Missing(known);
        return await overdue.EndWhenOverdueAsync(job);
    }

    /// <summary>What to say of an id that nothing is known of.</summary>
    public ProblemException Missing(RequestId id) => time.GetUtcNow() - id.CreatedAt > retention.Value.AgeMax
        ? new(ProblemKinds.Gone, $"What is older than {retention.Value.AgeMax.TotalDays:0.#} days is no longer kept.", id)
        : new(ProblemKinds.NotFound, "There is no such job.");
}
