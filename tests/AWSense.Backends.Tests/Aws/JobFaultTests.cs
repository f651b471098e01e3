using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Aws;

/// <summary>Records of jobs when writes are late or their answers are lost.</summary>
public sealed class JobFaultTests : IAsyncLifetime
{
    private ScriptedAws aws = null!;
    private AwsBackend backend = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        aws = await ScriptedAws.StartAsync();
        backend = AwsBackend.Open(aws.Address, "trial");
    }

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        await aws.DisposeAsync();
    }

    [Fact]
    public async Task An_end_that_comes_before_its_record_is_recorded_all_the_same()
    {
        var job = Some.Job();
        var slow = new TaskCompletionSource();
        aws.Script("PUT", ScriptedAnswer.Late(slow.Task));
        var recording = backend.Jobs.AcceptAsync(job, Token);
        var finishing = backend.Jobs.FinishAsync(Some.Completion(job.Id), Token);
        await Eventually.HoldsAsync(() => aws.CountOf("GET") >= 2, "the worker looks for the record again");

        slow.SetResult();
        await Task.WhenAll(recording, finishing);

        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(job.Id, Token))!.State);
    }

    [Fact]
    public async Task An_old_request_without_a_record_is_looked_for_once()
    {
        await backend.Jobs.FinishAsync(Some.Completion(Some.IdOf(Some.Noon)), Token);

        Assert.Equal(1, aws.CountOf("GET"));
    }

    [Fact]
    public async Task A_mark_whose_answer_is_lost_counts_once()
    {
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        aws.Script("PUT", ScriptedAnswer.LostAnswer);

        Assert.Equal(1, await backend.Jobs.MarkStartedAsync(job.Id, Token));
        Assert.Equal(2, await backend.Jobs.MarkStartedAsync(job.Id, Token));

        await backend.Jobs.FinishAsync(Some.Completion(job.Id), Token);
        var found = await backend.Jobs.FindAsync(job.Id, Token);
        Assert.Equal((2, RequestState.Succeeded), (found!.StartedMarks, found.State));
    }
}
