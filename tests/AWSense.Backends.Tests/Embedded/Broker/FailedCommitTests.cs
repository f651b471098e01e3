using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Data.Sqlite;

namespace AWSense.Backends.Tests.Embedded.Broker;

/// <summary>Commits that the database refuses; a trigger stands in for a disk that fails.</summary>
public sealed class FailedCommitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="resolution">After the second one SQLite has rolled back by itself, as it does when a disk is full.</param>
    [Theory]
    [InlineData("ABORT")]
    [InlineData("ROLLBACK")]
    public async Task A_write_that_fails_is_told_and_changes_nothing(string resolution)
    {
        await using var backend = new InProcessBackend();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        Execute(backend, $"CREATE TRIGGER broken BEFORE UPDATE ON job BEGIN SELECT RAISE({resolution}, 'the disk fails'); END");

        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Jobs.MarkStartedAsync(job.Id, Token));

        Execute(backend, "DROP TRIGGER broken");
        Assert.Equal(1, await backend.Jobs.MarkStartedAsync(job.Id, Token));
    }

    [Fact]
    public async Task Who_waits_gets_the_request_once_commits_succeed_again()
    {
        await using var backend = new InProcessBackend();
        Execute(backend, "CREATE TRIGGER broken BEFORE UPDATE ON request BEGIN SELECT RAISE(ABORT, 'the disk fails'); END");
        var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, Token);
        await backend.Signals.ReadAsync(Token); // in a commit of its own, so the wait has begun before the send
        var request = Some.Request();

        // The lease can't be written, and the send shares its commit.
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Requests.SendAsync(request, Lane.Bulk, Durability.Process, Token));
        Assert.False(receiving.IsCompleted);
        Execute(backend, "DROP TRIGGER broken");
        await backend.Requests.SendAsync(request, Lane.Bulk, Durability.Process, Token);

        var lease = Assert.Single(await receiving);
        Assert.Equal((request, 1), (lease.Request, lease.DeliveryCount));
    }

    [Fact]
    public async Task A_receive_whose_commit_fails_says_so_and_takes_nothing_later()
    {
        await using var backend = new InProcessBackend();
        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
        Execute(backend, "CREATE TRIGGER broken BEFORE UPDATE ON request BEGIN SELECT RAISE(ABORT, 'the disk fails'); END");

        await Assert.ThrowsAsync<BackendUnavailableException>(
            () => backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token).WaitAsync(TimeSpan.FromSeconds(20), Token));

        Execute(backend, "DROP TRIGGER broken");
        Assert.Equal(1, Assert.Single(await backend.Requests.ReceiveAsync(1, TimeSpan.Zero, Token)).DeliveryCount);
    }

    private static void Execute(InProcessBackend backend, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={backend.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
