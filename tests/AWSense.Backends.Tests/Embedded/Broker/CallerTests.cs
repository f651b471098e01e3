using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Data.Sqlite;

namespace AWSense.Backends.Tests.Embedded.Broker;

/// <summary>Callers do their operations themselves where nobody else is at it.</summary>
public sealed class CallerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operation_is_done_when_its_call_returns_and_wakes_no_thread()
    {
        await using var backend = new InProcessBackend();

        var sending = backend.Requests.SendAsync(Some.Request(), Lane.Interactive, Durability.Process, Token);

        Assert.True(sending.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Of_many_callers_at_once_none_is_forgotten()
    {
        await using var backend = new InProcessBackend();
        for (var round = 0; round < 300; round++)
        {
            await Task.WhenAll(Some.Requests(8).Select(request => Task.Run(
                () => backend.Requests.SendAsync(request, Lane.Bulk, Durability.Process, Token), Token))).WaitAsync(Patience, Token);
        }

        Assert.Equal(300 * 8, (await backend.Signals.ReadAsync(Token)).Bulk.Waiting);
    }

    [Fact]
    public async Task What_counts_as_done_at_once_is_committed_though_nothing_follows_it()
    {
        await using var backend = new InProcessBackend();
        for (var count = 0; count < 50; count++) // the first ones take so long that their time is over
        {
            await backend.Requests.SendAsync(Some.Request(), Lane.Interactive, Durability.Process, Token);
            await backend.Requests.CompleteAsync(Assert.Single(await backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token)), Token);
        }

        await Eventually.HoldsAsync(() => Task.FromResult(CountRequests(backend.File) == 0), "the completion is committed");
    }

    [Fact]
    public async Task Who_is_told_that_a_request_ends_finds_it_ended()
    {
        await using var backend = new InProcessBackend();
        var job = Some.Job();
        await backend.Beginning.BeginAsync(job, Some.Request(job.Id));
        var queue = backend.Broker.NewQueue();
        var lease = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));
        RequestState? found = null;

        await queue.EndAsync(
            lease, Some.Completion(job.Id), async () => found = (await backend.Jobs.FindAsync(job.Id, Token))!.State);

        Assert.Equal(RequestState.Succeeded, found);
    }

    [Fact]
    public async Task A_request_that_finds_the_queue_full_leaves_no_record()
    {
        await using var backend = new InProcessBackend(new() { Limits = { QueueDepthMax = 1 } });
        var job = Some.Job();
        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);

        await Assert.ThrowsAsync<QueueFullException>(() => backend.Beginning.BeginAsync(job, Some.Request(job.Id)));

        Assert.Null(await backend.Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task A_broker_that_ends_among_its_callers_keeps_all_that_it_said_was_done()
    {
        await using var backend = new InProcessBackend();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => SendUntilRefusedAsync(backend.Broker), Token)).ToList();
        await Eventually.HoldsAsync(async () => (await backend.Signals.ReadAsync(Token)).Bulk.Waiting > 500, "requests come in");

        await backend.RestartAsync().WaitAsync(Patience, Token);

        var sent = await Task.WhenAll(callers).WaitAsync(Patience, Token);
        Assert.Equal(sent.Sum(), CountRequests(backend.File));
    }

    /// <returns>How many were taken.</returns>
    private static async Task<int> SendUntilRefusedAsync(EmbeddedBroker broker)
    {
        for (var sent = 0; ; sent++)
        {
            try
            {
                await broker.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
            }
            catch (BackendUnavailableException)
            {
                return sent;
            }
        }
    }

    private static long CountRequests(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM request";
        return (long)count.ExecuteScalar()!;
    }
}
