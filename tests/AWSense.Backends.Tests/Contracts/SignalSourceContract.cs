using AWSense.Backends.Tests.Support;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="ISignalSource"/> promises.</summary>
public abstract class SignalSourceContract : BackendContract
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Whether the age of the oldest can't be told.</summary>
    protected virtual bool AgeIsUnknown => false;

    [Fact]
    public async Task An_empty_queue_has_no_backlog_and_no_age()
    {
        await using var backend = await OpenAsync();

        var signals = await backend.Signals.ReadAsync(Token);

        AssertCount(0, signals.Backlog);
        Assert.Null(signals.OldestAge);
    }

    [Fact]
    public async Task Waiting_and_leased_requests_are_counted_by_lane()
    {
        await using var backend = await OpenAsync();
        await SendAsync(backend, Lane.Interactive, Some.Requests(3));
        await SendAsync(backend, Lane.Bulk, Some.Requests(2));
        var leases = await ReceiveAsync(backend, 2);
        await backend.Requests.CompleteAsync(leases[0], Token);

        var signals = await backend.Signals.ReadAsync(Token);

        AssertCount(1, signals.Interactive.Waiting);
        AssertCount(1, signals.Interactive.Leased);
        AssertCount(2, signals.Bulk.Waiting);
        AssertCount(0, signals.Bulk.Leased);
        AssertCount(5, signals.Sent);
        AssertCount(1, signals.Completed);
    }

    [Fact]
    public async Task The_age_is_that_of_the_oldest_that_waits()
    {
        await using var backend = await OpenAsync();
        await SendAsync(backend, Lane.Bulk, Some.Requests(1));
        await backend.PassAsync(Second);
        await SendAsync(backend, Lane.Interactive, Some.Requests(1));
        var both = await backend.Signals.ReadAsync(Token);

        var leases = await ReceiveAsync(backend);
        Assert.Equal(2, leases.Count);
        var none = await backend.Signals.ReadAsync(Token);

        AssertAge(Second * 0.9, both.OldestAge);
        Assert.True(both.Bulk.OldestAge is null || both.Bulk.OldestAge == both.OldestAge);
        Assert.True(both.Interactive.OldestAge is null || both.Interactive.OldestAge < Second * 0.9);
        Assert.Null(none.OldestAge);
    }

    [Fact]
    public async Task A_request_that_comes_back_is_as_old_as_it_is()
    {
        await using var backend = await OpenAsync();
        var lease = await SendAndLeaseAsync(backend);
        await backend.PassAsync(Second);

        await backend.Requests.ReleaseAsync(lease, begun: true, Token);

        AssertAge(Second * 0.9, (await backend.Signals.ReadAsync(Token)).OldestAge);
    }

    [Fact]
    public async Task Finished_jobs_leave_the_backlog_and_the_age_to_those_that_wait()
    {
        await using var backend = await OpenAsync();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        await SendAsync(backend, Lane.Interactive, Some.Request(job.Id), Some.Request());

        await backend.Jobs.FinishAsync(Some.Completion(job.Id, RequestState.Cancelled), Token);

        var signals = await backend.Signals.ReadAsync(Token);
        AssertCount(1, signals.Backlog);
        AssertAge(TimeSpan.Zero, signals.OldestAge);
    }

    [Fact]
    public async Task A_dead_letter_is_counted_once()
    {
        await using var backend = await OpenAsync();
        var (dead, failed) = (Some.Job(), Some.Job());
        await backend.Jobs.AcceptAsync(dead, Token);
        await backend.Jobs.AcceptAsync(failed, Token);

        await backend.Jobs.FinishAsync(Some.Completion(dead.Id, RequestState.Failed) with { DeadLetter = true }, Token);
        await backend.Jobs.FinishAsync(Some.Completion(dead.Id, RequestState.Failed) with { DeadLetter = true }, Token);
        await backend.Jobs.FinishAsync(Some.Completion(failed.Id, RequestState.Failed) with { DeadLetter = false }, Token);

        Assert.Equal(1, (await backend.Signals.ReadAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task What_cannot_be_read_is_never_called_zero()
    {
        await using var backend = await OpenAsync();
        await backend.BreakAsync();

        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Signals.ReadAsync(Token));
    }

    private void AssertAge(TimeSpan min, TimeSpan? age) => Assert.True(AgeIsUnknown ? age is null : age >= min, $"{age}");
}
