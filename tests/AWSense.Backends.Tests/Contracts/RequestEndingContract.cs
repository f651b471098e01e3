using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IRequestEnding"/> promises.</summary>
public abstract class RequestEndingContract : BackendContract
{
    [Fact]
    public async Task Who_waits_is_answered_the_job_has_ended_and_the_request_is_gone()
    {
        await using var backend = await OpenAsync();
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var request = Samples.Request() with { ReplyTo = inbox.Address };
        await backend.Jobs.AcceptAsync(Samples.Job(request.Id), Token);
        var lease = await SendAndLeaseAsync(backend, request);

        await backend.Ending.EndAsync(lease, Samples.Reply(request.Id));

        Assert.Equal(request.Id, Assert.Single(await inbox.ReceiveAsync(TimeSpan.FromSeconds(10), Token)).Result.Id);
        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(request.Id, Token))!.State);
        var signals = await backend.Signals.ReadAsync(Token);
        AssertCount(0, signals.Interactive.Waiting + signals.Interactive.Leased);
    }

    [Fact]
    public async Task A_request_that_nobody_waits_for_is_ended_all_the_same()
    {
        await using var backend = await OpenAsync();
        var request = Samples.Request() with { ReplyTo = "" };
        await backend.Jobs.AcceptAsync(Samples.Job(request.Id), Token);
        var lease = await SendAndLeaseAsync(backend, request);

        await backend.Ending.EndAsync(lease, Samples.Reply(request.Id));

        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(request.Id, Token))!.State);
        await AssertNothingWaitsAsync(backend);
    }

    [Fact]
    public async Task Ending_a_request_twice_changes_nothing()
    {
        await using var backend = await OpenAsync();
        var request = Samples.Request();
        await backend.Jobs.AcceptAsync(Samples.Job(request.Id), Token);
        var lease = await SendAndLeaseAsync(backend, request);

        await backend.Ending.EndAsync(lease, Samples.Reply(request.Id));
        await backend.Ending.EndAsync(lease, Samples.Reply(request.Id));

        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(request.Id, Token))!.State);
        await AssertNothingWaitsAsync(backend);
    }

    [Fact]
    public async Task A_lease_that_was_lost_records_the_end_and_leaves_the_request_to_its_new_holder()
    {
        await using var backend = await OpenAsync();
        var request = Samples.Request();
        await backend.Jobs.AcceptAsync(Samples.Job(request.Id), Token);
        var lost = await SendAndLeaseAsync(backend, request);
        await backend.Requests.ReleaseAsync(lost, begun: true, Token);
        var held = Assert.Single(await ReceiveAsync(backend));

        await backend.Ending.EndAsync(lost, Samples.Reply(request.Id));

        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(request.Id, Token))!.State);
        Assert.True(await backend.Requests.ExtendAsync(held, Token));
    }
}
