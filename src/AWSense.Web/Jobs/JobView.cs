using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.DeadLetters;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AWSense.Web.Jobs;

/// <summary>Reads jobs as clients see them: the record, and the archived result, which is the truth where the record is behind.</summary>
internal sealed class JobView(JobFinder finder, Settlement settlement, IPresence presence, DeadLetterMarks deadLetters)
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

        var body = JobBody.Of(job, result, await EtaAsync(job, cancellationToken));
        return body.DeadLetter == true ? body with { RetriedAs = (await deadLetters.FindAsync(job.Id, cancellationToken))?.RetryId } : body;
    }

    /// <summary>The record of that id.</summary>
    /// <exception cref="ProblemException">There is none, or it is no longer kept.</exception>
    public Task<JobRecord> FindAsync(string id, CancellationToken cancellationToken) => finder.FindAsync(id, cancellationToken);

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
