using AWSense.Backends.Tests.Support;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IRequestBeginning"/> promises.</summary>
public abstract class RequestBeginningContract : BackendContract
{
    [Theory]
    [InlineData(Lane.Interactive)]
    [InlineData(Lane.Bulk)]
    public async Task The_job_is_recorded_and_its_message_waits_in_its_lane(Lane lane)
    {
        await using var backend = await OpenAsync();
        var request = Some.Request();
        var job = Samples.Job(request.Id) with { Lane = lane };

        await backend.Beginning.BeginAsync(job, request);

        Assert.Equal(job.Sha256, (await backend.Jobs.FindAsync(request.Id, Token))!.Sha256);
        var lease = Assert.Single(await ReceiveAsync(backend));
        Assert.Equal((request.Id, lane), (lease.Request.Id, lease.Lane));
    }

    [Fact]
    public async Task A_request_that_has_ended_does_not_begin_again()
    {
        await using var backend = await OpenAsync();
        var request = Some.Request();
        var job = Samples.Job(request.Id);
        await backend.Beginning.BeginAsync(job, request);
        await backend.Ending.EndAsync(Assert.Single(await ReceiveAsync(backend)), Samples.Reply(request.Id));

        await backend.Beginning.BeginAsync(job, request);

        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(request.Id, Token))!.State);
    }

    [Fact]
    public async Task A_backend_that_is_gone_says_so()
    {
        await using var backend = await OpenAsync();
        var request = Some.Request();
        await backend.BreakAsync();

        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Beginning.BeginAsync(Samples.Job(request.Id), request));
    }
}
