using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Scaling.Recording;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Backends.Tests.Embedded.Broker;

/// <summary>Whatever happens to requests, who adds up the recorded events has the queue's own counts.</summary>
public sealed class RecordedQueueTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EventRecorder recorder;
    private readonly InProcessBackend backend;

    public RecordedQueueTests()
    {
        recorder = EventRecorder.Start(folder.File("events.jsonl"), 1 << 20, "none", TimeProvider.System, NullLogger<EventRecorder>.Instance);
        backend = new(recorder: recorder);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        await recorder.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Requests_that_are_finished_handed_back_or_cancelled_are_told()
    {
        await UseAsync();

        await AssertSameAsync();
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_told()
    {
        await UseAsync();
        await backend.PassAsync(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(async () => (await backend.Signals.ReadAsync(Token)).Interactive.Leased == 0, "the lease has ended");

        await AssertSameAsync();
    }

    [Fact]
    public async Task A_commit_that_failed_is_told()
    {
        await UseAsync();
        Execute("CREATE TRIGGER broken BEFORE INSERT ON request WHEN (SELECT COUNT(*) FROM request) > 2 BEGIN SELECT RAISE(ABORT, 'the disk fails'); END");
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token));
        Execute("DROP TRIGGER broken");

        await AssertSameAsync();
    }

    /// <summary>Of six requests one is completed, one handed back, one cancelled and one leased.</summary>
    private async Task UseAsync()
    {
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        foreach (var request in Some.Requests(5).Append(Some.Request(job.Id)))
        {
            await backend.Requests.SendAsync(request, Lane.Interactive, Durability.Process, Token);
        }

        var leases = await backend.Requests.ReceiveAsync(3, TimeSpan.Zero, Token);
        await backend.Requests.CompleteAsync(leases[0], Token);
        await backend.Requests.ReleaseAsync(leases[1], begun: true, Token);
        await backend.Jobs.FinishAsync(Some.Completion(job.Id, RequestState.Cancelled), Token);
        var signals = await backend.Signals.ReadAsync(Token);
        Assert.Equal((3, 1, 6), (signals.Interactive.Waiting, signals.Interactive.Leased, signals.Sent));
    }

    private async Task AssertSameAsync()
    {
        var signals = await backend.Signals.ReadAsync(Token);
        await recorder.DisposeAsync();
        var kinds = EventRecording.Read(recorder.Path).Events.CountBy(happened => happened.Kind).ToDictionary();
        Assert.Equal(signals.Interactive.Waiting + signals.Bulk.Waiting, Of(RecordedEventKind.Arrived) + Of(RecordedEventKind.Returned) - Of(RecordedEventKind.Started) - Of(RecordedEventKind.Withdrawn));
        Assert.Equal(signals.Interactive.Leased + signals.Bulk.Leased, Of(RecordedEventKind.Started) - Of(RecordedEventKind.Completed) - Of(RecordedEventKind.LeaseEnded));
        Assert.Equal((signals.Sent, signals.Completed), (Of(RecordedEventKind.Arrived), Of(RecordedEventKind.Completed)));

        int Of(RecordedEventKind kind) => kinds.GetValueOrDefault(kind);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={backend.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
