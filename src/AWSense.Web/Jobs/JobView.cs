using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Jobs;

/// <summary>Reads jobs as clients see them: the record, and the archived result, which is the truth where the record is behind.</summary>
internal sealed class JobView(
    IJobStore jobs, OverdueJobs overdue, Settlement settlement, IPresence presence, IOptions<RetentionOptions> retention, TimeProvider time)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>The job of that id.</summary>
    /// <exception cref="ProblemException">There is none, or it is no longer kept.</exception>
    public async Task<JobBody> GetAsync(string id, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, cancellationToken);
        var result = await settlement.FindAsync(job.Id, cancellationToken);
        if (result is null && job.State.IsFinal())
        {
            throw new ProblemException(ProblemKinds.Gone, "The job has ended, and its result is no longer kept.", job.Id);
        }

        return JobBody.Of(job, result, await EtaAsync(job, cancellationToken));
    }

    /// <summary>The record of that id.</summary>
    /// <exception cref="ProblemException">There is none, or it is no longer kept.</exception>
    public async Task<JobRecord> FindAsync(string id, CancellationToken cancellationToken)
    {
        var known = RequestId.TryParse(id, out var parsed) ? parsed : throw new ProblemException(ProblemKinds.NotFound, "That is no job's id.");
        var job = await jobs.FindAsync(known, cancellationToken) ?? throw Missing(known);
        return await overdue.EndWhenOverdueAsync(job);
    }

    /// <summary>Whether a request has its outcome; the archive may know before the record does.</summary>
    public async Task<bool> HasEndedAsync(JobRecord job) =>
        job.State.IsFinal() || await settlement.FindAsync(job.Id, CancellationToken.None) is not null;

    /// <summary>Answers that a request was accepted, and where it will be found.</summary>
    public async Task<JsonHttpResult<JobBody>> AcceptedAsync(HttpContext context, RequestId id)
    {
        var job = await GetAsync(id.ToString(), CancellationToken.None);
        context.Response.Headers.Location = job.StatusUrl;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Json(job, WebJson.Default.JobBody, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>What to say of an id that nothing is known of.</summary>
    public ProblemException Missing(RequestId id) => time.GetUtcNow() - id.CreatedAt > retention.Value.AgeMax
        ? new(ProblemKinds.Gone, $"What is older than {retention.Value.AgeMax.TotalDays:0.#} days is no longer kept.", id)
        : new(ProblemKinds.NotFound, "There is no such job.");

    // From what the workers have done so far: seconds of a slot for each picture, times the pictures before this one, over the slots.
    private async Task<double?> EtaAsync(JobRecord job, CancellationToken cancellationToken)
    {
        if (job.QueuePosition is not { } position)
        {
            return null;
        }

        var workers = await presence.ReadAsync(cancellationToken);
        var done = workers.Sum(worker => worker.Counters.Succeeded);
        var slots = workers.Where(worker => worker.State is WorkerState.Idle or WorkerState.Busy).Sum(worker => worker.Slots);
        return done == 0 || slots == 0 ? null : Math.Round(position * workers.Sum(worker => worker.Counters.BusySeconds) / done / slots, 3);
    }
}
