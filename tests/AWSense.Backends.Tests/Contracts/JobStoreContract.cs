using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IJobStore"/> must keep. The store of each test begins empty.</summary>
public abstract class JobStoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IJobStore Jobs { get; }

    [Fact]
    public async Task An_accepted_job_is_found_as_it_was()
    {
        var job = Samples.Job(fileName: "Übung: 猫.jpg");

        Assert.Null(await Jobs.AcceptAsync(job, Token));

        Assert.Equal(job, await Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task A_job_without_a_file_name_has_none()
    {
        var job = Samples.Job(fileName: null);
        await Jobs.AcceptAsync(job, Token);

        Assert.Null((await Jobs.FindAsync(job.Id, Token))!.FileName);
    }

    [Fact]
    public async Task A_job_that_was_never_accepted_is_not_found() => Assert.Null(await Jobs.FindAsync(Samples.NewId(), Token));

    [Fact]
    public async Task Accepting_again_returns_what_is_known_and_leaves_it()
    {
        var job = Samples.Job();
        await Jobs.AcceptAsync(job, Token);

        var known = await Jobs.AcceptAsync(job with { FileName = "other.jpg" }, Token);

        Assert.Equal(job, known);
        Assert.Equal(job, await Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task Started_marks_are_counted()
    {
        var job = Samples.Job();
        await Jobs.AcceptAsync(job, Token);

        Assert.Equal(1, await Jobs.MarkStartedAsync(job.Id, Token));
        Assert.Equal(2, await Jobs.MarkStartedAsync(job.Id, Token));
        Assert.Equal(2, (await Jobs.FindAsync(job.Id, Token))!.StartedMarks);
    }

    [Fact]
    public async Task The_first_end_of_a_job_stands()
    {
        var job = Samples.Job();
        await Jobs.AcceptAsync(job, Token);
        var first = Samples.Completion(job.Id, RequestState.Failed, "image-too-large") with { DeadLetter = true };

        await Jobs.FinishAsync(first, Token);
        await Jobs.FinishAsync(Samples.Completion(job.Id), Token);

        var expected = job with
        {
            State = RequestState.Failed,
            FinishedAt = first.FinishedAt,
            ErrorCode = first.ErrorCode,
            DeadLetter = true,
        };
        Assert.Equal(expected, await Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task The_end_of_an_unknown_job_is_no_error() => await Jobs.FinishAsync(Samples.Completion(Samples.NewId()), Token);

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        var ids = await AcceptAsync(5);
        ids.Reverse();

        var first = await Jobs.ListAsync(null, null, 3, Token);
        var second = await Jobs.ListAsync(null, first[^1].Id, 3, Token);

        Assert.Equal(ids, first.Concat(second).Select(job => job.Id));
    }

    [Fact]
    public async Task Jobs_are_listed_by_state()
    {
        var ids = await AcceptAsync(3);
        await Jobs.FinishAsync(Samples.Completion(ids[1]), Token);

        Assert.Equal([ids[2], ids[0]], (await Jobs.ListAsync(RequestState.Queued, null, 10, Token)).Select(job => job.Id));
        Assert.Equal(ids[1], Assert.Single(await Jobs.ListAsync(RequestState.Succeeded, null, 10, Token)).Id);
        Assert.Empty(await Jobs.ListAsync(RequestState.Running, null, 10, Token));
        Assert.Empty(await Jobs.ListAsync(RequestState.Expired, null, 10, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_of_none_or_too_many_is_refused(int max) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Jobs.ListAsync(null, null, max, Token));

    private async Task<List<RequestId>> AcceptAsync(int count)
    {
        var start = TimeProvider.System.GetUtcNow();
        var ids = new List<RequestId>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(RequestId.FromBytes(Guid.CreateVersion7(start.AddMilliseconds(i)).ToByteArray(bigEndian: true)));
            await Jobs.AcceptAsync(Samples.Job(ids[i]), Token);
        }

        return ids;
    }
}
