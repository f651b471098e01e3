using AWSense.Backends.Tests.Support;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IJobStore"/> promises.</summary>
public abstract class JobStoreContract : BackendContract
{
    /// <summary>Whether nobody can tell a request's place in the line, nor whether it is leased.</summary>
    protected virtual bool QueueIsOpaque => false;

    [Fact]
    public async Task A_job_is_found_as_it_was_accepted()
    {
        await using var backend = await OpenAsync();
        var job = Some.Job() with { Lane = Lane.Bulk };
        var nameless = Some.Job() with { FileName = null };

        Assert.Null(await backend.Jobs.AcceptAsync(job, Token));
        Assert.Null(await backend.Jobs.AcceptAsync(nameless, Token));

        Assert.Equal(job, await backend.Jobs.FindAsync(job.Id, Token));
        Assert.Equal(nameless, await backend.Jobs.FindAsync(nameless.Id, Token));
    }

    [Fact]
    public async Task A_job_that_ended_as_it_was_accepted_is_kept_with_its_end()
    {
        await using var backend = await OpenAsync();
        var refused = Some.Job() with { State = RequestState.Failed, FinishedAt = Some.Noon, ErrorCode = ErrorCodes.EntryEmpty };

        await backend.Jobs.AcceptAsync(refused, Token);

        Assert.Equal(refused, await backend.Jobs.FindAsync(refused.Id, Token));
        Assert.Equal([refused], await backend.Jobs.ListAsync(RequestState.Failed, null, 10, Token));
    }

    [Fact]
    public async Task The_entries_of_a_batch_are_listed_one_after_the_other()
    {
        await using var backend = await OpenAsync();
        var batch = RequestId.NewBatch(TimeProvider.System);
        foreach (var number in new[] { 2, 300, 1, 70_000 })
        {
            await backend.Jobs.AcceptAsync(Some.Job(batch.Entry(number)), Token);
        }

        var listed = await backend.Jobs.ListAsync(null, batch.Entry(70_000), 10, Token);

        Assert.Equal([300, 2, 1], listed.Select(job => job.Id.EntryNumber));
    }

    [Fact]
    public async Task An_unknown_job_is_not_found()
    {
        await using var backend = await OpenAsync();

        Assert.Null(await backend.Jobs.FindAsync(Some.Id(), Token));
    }

    [Fact]
    public async Task Accepting_an_id_again_changes_nothing_and_tells_what_is_known()
    {
        await using var backend = await OpenAsync();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        await backend.Jobs.FinishAsync(Some.Completion(job.Id), Token);

        var known = await backend.Jobs.AcceptAsync(job with { FileName = "dog.png", Bytes = 1 }, Token);

        Assert.NotNull(known);
        Assert.Equal("cat.jpg", known.FileName);
        Assert.Equal(RequestState.Succeeded, known.State);
        Assert.Equal(known, await backend.Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task Of_many_accepts_of_an_id_one_is_new()
    {
        await using var backend = await OpenAsync();
        var job = Some.Job();

        var known = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => backend.Jobs.AcceptAsync(job, Token)));

        Assert.Single(known, record => record is null);
    }

    [Fact]
    public async Task Marks_of_a_job_are_counted()
    {
        await using var backend = await OpenAsync();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);

        Assert.Equal(1, await backend.Jobs.MarkStartedAsync(job.Id, Token));
        Assert.Equal(2, await backend.Jobs.MarkStartedAsync(job.Id, Token));

        Assert.Equal(2, (await backend.Jobs.FindAsync(job.Id, Token))!.StartedMarks);
    }

    [Theory]
    [InlineData(RequestState.Succeeded)]
    [InlineData(RequestState.Failed)]
    [InlineData(RequestState.Cancelled)]
    [InlineData(RequestState.Expired)]
    public async Task The_end_of_a_job_is_kept(RequestState state)
    {
        await using var backend = await OpenAsync();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        var completion = Some.Completion(job.Id, state);

        await backend.Jobs.FinishAsync(completion, Token);

        var expected = job with
        {
            State = state, FinishedAt = completion.FinishedAt, ErrorCode = completion.ErrorCode, DeadLetter = completion.DeadLetter,
        };
        Assert.Equal(expected, await backend.Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task The_first_end_stands()
    {
        await using var backend = await OpenAsync();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        await backend.Jobs.FinishAsync(Some.Completion(job.Id, RequestState.Cancelled), Token);

        await backend.Jobs.FinishAsync(Some.Completion(job.Id, RequestState.Failed), Token);

        var found = await backend.Jobs.FindAsync(job.Id, Token);
        Assert.Equal((RequestState.Cancelled, null), (found!.State, found.ErrorCode));
    }

    [Fact]
    public async Task Finishing_an_unknown_job_makes_none()
    {
        await using var backend = await OpenAsync();
        var id = Some.Id();

        await backend.Jobs.FinishAsync(Some.Completion(id), Token);

        Assert.Null(await backend.Jobs.FindAsync(id, Token));
    }

    [Fact]
    public async Task A_finished_job_has_no_message_to_deliver_where_the_queue_can_tell()
    {
        await using var backend = await OpenAsync();
        var (cancelled, kept) = (await AcceptAndSendAsync(backend), await AcceptAndSendAsync(backend));

        await backend.Jobs.FinishAsync(Some.Completion(cancelled.Id, RequestState.Cancelled), Token);
        await SendAsync(backend, Lane.Interactive, Some.Request(cancelled.Id)); // a resend that comes too late

        var delivered = (await ReceiveAsync(backend)).Select(lease => lease.Request.Id).ToList();
        if (QueueIsOpaque)
        {
            Assert.Contains(kept.Id, delivered); // the other may come, even twice; its outcome stands, and who leases it sees that
            return;
        }

        Assert.Equal([kept.Id], delivered);
    }

    [Fact]
    public async Task A_leased_job_is_running_and_a_waiting_one_knows_its_place()
    {
        await using var backend = await OpenAsync();
        var jobs = new List<JobRecord>();
        for (var count = 0; count < 3; count++)
        {
            jobs.Add(await AcceptAndSendAsync(backend));
        }

        if (QueueIsOpaque)
        {
            Assert.Equal(jobs[2], await backend.Jobs.FindAsync(jobs[2].Id, Token));
            return;
        }

        Assert.Equal(3, (await backend.Jobs.FindAsync(jobs[2].Id, Token))!.QueuePosition);
        var lease = Assert.Single(await ReceiveAsync(backend, 1));
        Assert.Equal(jobs[0] with { State = RequestState.Running }, await backend.Jobs.FindAsync(jobs[0].Id, Token));

        await backend.Requests.ReleaseAsync(lease, begun: true, Token);
        Assert.Equal(jobs[0] with { QueuePosition = 1 }, await backend.Jobs.FindAsync(jobs[0].Id, Token));
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        await using var backend = await OpenAsync();
        var jobs = Enumerable.Range(0, 5).Select(hour => Some.Job(Some.IdOf(Some.Noon.AddHours(hour)))).ToList();
        foreach (var job in jobs)
        {
            await backend.Jobs.AcceptAsync(job, Token);
        }

        var first = await backend.Jobs.ListAsync(null, null, 2, Token);
        var second = await backend.Jobs.ListAsync(null, first[^1].Id, 2, Token);
        var third = await backend.Jobs.ListAsync(null, second[^1].Id, 2, Token);

        Assert.Equal(Enumerable.Reverse(jobs), [.. first, .. second, .. third]);
        Assert.Empty(await backend.Jobs.ListAsync(null, jobs[0].Id, 2, Token));
    }

    [Fact]
    public async Task Jobs_are_listed_by_state()
    {
        await using var backend = await OpenAsync();
        var states = new[] { RequestState.Succeeded, RequestState.Failed, RequestState.Cancelled, RequestState.Expired };
        var waiting = Some.Job();
        await backend.Jobs.AcceptAsync(waiting, Token);
        foreach (var state in states)
        {
            var job = Some.Job();
            await backend.Jobs.AcceptAsync(job, Token);
            await backend.Jobs.FinishAsync(Some.Completion(job.Id, state), Token);
        }

        foreach (var state in states)
        {
            Assert.Equal(state, Assert.Single(await backend.Jobs.ListAsync(state, null, 10, Token)).State);
        }

        Assert.Equal(waiting.Id, Assert.Single(await backend.Jobs.ListAsync(RequestState.Queued, null, 10, Token)).Id);
        var failed = Assert.Single(await backend.Jobs.ListAsync(RequestState.Failed, null, 10, Token));
        Assert.Equal((ErrorCodes.WorkerCrashed, true), (failed.ErrorCode, failed.DeadLetter));
    }

    /// <summary>A job whose message waits.</summary>
    protected static async Task<JobRecord> AcceptAndSendAsync(Backend backend)
    {
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        await SendAsync(backend, Lane.Interactive, Some.Request(job.Id));
        return job;
    }
}
