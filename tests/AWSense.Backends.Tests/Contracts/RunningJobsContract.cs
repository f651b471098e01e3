using AWSense.Backends.Tests.Support;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>Lists of an <see cref="IJobStore"/> that can tell which jobs are leased.</summary>
public abstract class RunningJobsContract : BackendContract
{
    [Fact]
    public async Task Leased_jobs_are_listed_as_running_page_by_page()
    {
        await using var backend = await OpenAsync();
        var jobs = await AcceptAsync(backend, 4);
        await SendAsync(backend, Lane.Interactive, jobs.Take(3).Select(job => Some.Request(job.Id)));
        await ReceiveAsync(backend, 3);

        var first = await backend.Jobs.ListAsync(RequestState.Running, null, 2, Token);
        var second = await backend.Jobs.ListAsync(RequestState.Running, first[^1].Id, 2, Token);

        Assert.Equal([jobs[2].Id, jobs[1].Id, jobs[0].Id], first.Concat(second).Select(job => job.Id));
        Assert.All(first, job => Assert.Equal(RequestState.Running, job.State));
        Assert.Equal(
            [RequestState.Queued, RequestState.Running, RequestState.Running, RequestState.Running],
            (await backend.Jobs.ListAsync(null, null, 10, Token)).Select(job => job.State));
    }

    [Fact]
    public async Task A_page_of_queued_jobs_is_not_shortened_by_leased_ones()
    {
        await using var backend = await OpenAsync();
        var jobs = await AcceptAsync(backend, 3);
        await SendAsync(backend, Lane.Interactive, jobs.Skip(1).Select(job => Some.Request(job.Id)));
        await ReceiveAsync(backend, 2);

        Assert.Equal(jobs[0].Id, Assert.Single(await backend.Jobs.ListAsync(RequestState.Queued, null, 1, Token)).Id);
    }

    [Fact]
    public async Task A_job_that_has_ended_is_not_running_though_its_lease_lives()
    {
        await using var backend = await OpenAsync();
        var jobs = await AcceptAsync(backend, 2);
        await SendAsync(backend, Lane.Interactive, jobs.Select(job => Some.Request(job.Id)));
        await ReceiveAsync(backend, 2);

        await backend.Jobs.FinishAsync(Some.Completion(jobs[1].Id, RequestState.Cancelled), Token);

        Assert.Equal(jobs[0].Id, Assert.Single(await backend.Jobs.ListAsync(RequestState.Running, null, 1, Token)).Id);
    }

    private static async Task<List<JobRecord>> AcceptAsync(Backend backend, int count)
    {
        var jobs = Enumerable.Range(0, count).Select(hour => Some.Job(Some.IdOf(Some.Noon.AddHours(hour)))).ToList();
        foreach (var job in jobs)
        {
            await backend.Jobs.AcceptAsync(job, Token);
        }

        return jobs;
    }
}
