using System.Threading.Channels;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The one thread that uses the database. It gathers what callers ask for into one transaction (group commit), and tells them when it counts as done.</summary>
/// <remarks>A transaction whose operations all count as done at once stays open for a moment, so that the next ones share its commit.</remarks>
internal sealed partial class BrokerWriter : IAsyncDisposable
{
    private const int BatchMax = 512;
    private const int BacklogMax = 10_000;
    private const int DiskFull = 13; // SQLITE_FULL

    // The longest that something counts as done without being committed.
    private static readonly TimeSpan SoonMax = TimeSpan.FromMilliseconds(10);

    private readonly Channel<BrokerOperation> operations = Channel.CreateBounded<BrokerOperation>(
        new BoundedChannelOptions(BacklogMax) { SingleReader = true, AllowSynchronousContinuations = true });

    // Not disposed of: what sets it runs on the pool, and may be late for a thread that has seen by itself that nothing comes any more.
    private readonly AutoResetEvent arrived = new(initialState: false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BrokerState state;
    private readonly ILogger logger;
    private long openedAt;

    public BrokerWriter(BrokerState state, ILogger logger)
    {
        this.state = state;
        this.logger = logger;
        new Thread(Run) { IsBackground = true, Name = "broker writer" }.Start();
    }

    /// <summary>Has an operation done.</summary>
    /// <param name="commit">When it counts as done.</param>
    /// <exception cref="BackendUnavailableException">The broker has ended, or its file can't be written.</exception>
    public async Task<T> RunAsync<T>(Func<BrokerState, T> apply, Commit commit = Commit.Now)
    {
        var operation = new BrokerOperation<T>(apply) { Commit = commit };
        await PostAsync(operation);
        return await operation.Task;
    }

    /// <summary>Has an operation done that has no result.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action<BrokerState> apply, Commit commit = Commit.Now) => RunAsync(Always(apply), commit);

    /// <summary>Has an operation done that nobody waits for.</summary>
    public async ValueTask PostAsync(BrokerOperation operation)
    {
        if (operations.Writer.TryWrite(operation))
        {
            return;
        }

        try
        {
            await operations.Writer.WriteAsync(operation);
        }
        catch (ChannelClosedException exception)
        {
            throw new BackendUnavailableException("The broker has ended.", exception);
        }
    }

    /// <summary>Has an operation done that nobody waits for, unless there is too much to do already.</summary>
    public bool TryPost(Action<BrokerState> apply) => operations.Writer.TryWrite(new BrokerOperation<bool>(Always(apply)) { Commit = Commit.Soon });

    /// <summary>Does what was asked for, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        operations.Writer.TryComplete();
        await ended.Task;
    }

    private static Func<BrokerState, bool> Always(Action<BrokerState> apply) => state =>
    {
        apply(state);
        return true;
    };

    private void Run()
    {
        var batch = new List<BrokerOperation>(BatchMax);
        try
        {
            while (WaitForOperations())
            {
                while (batch.Count < BatchMax && operations.Reader.TryRead(out var operation))
                {
                    batch.Add(operation);
                }

                Do(batch);
                batch.Clear();
            }
        }
        finally
        {
            operations.Writer.TryComplete();
            state.EndWaits();
            ended.SetResult();
        }
    }

    /// <summary>Waits for something to do, which may be to commit what is open.</summary>
    /// <returns>False when nothing will come any more, and nothing is open.</returns>
    private bool WaitForOperations()
    {
        var awaiter = operations.Reader.WaitToReadAsync().AsTask().GetAwaiter();
        if (!awaiter.IsCompleted)
        {
            awaiter.UnsafeOnCompleted(() => arrived.Set());
        }

        if (state.Database.IsInTransaction && !awaiter.IsCompleted && !arrived.WaitOne(SoonMax) && !awaiter.IsCompleted)
        {
            Do([]);
        }

        while (!awaiter.IsCompleted)
        {
            arrived.WaitOne();
        }

        return awaiter.GetResult() || state.Database.IsInTransaction;
    }

    private void Do(List<BrokerOperation> batch)
    {
        try
        {
            var commit = batch.Count == 0 ? Commit.Now : batch.Max(operation => operation.Commit);
            Open(commit == Commit.Durable);
            batch.ForEach(operation => operation.Apply(state));
            state.ServeReceivers();
            if (commit != Commit.Soon || TimeProvider.System.GetElapsedTime(openedAt) >= SoonMax)
            {
                Close();
            }
        }
        catch (SqliteException exception)
        {
            Abandon(batch, exception);
            return;
        }

        batch.ForEach(operation => operation.Succeed());
        state.TellServed();
    }

    /// <summary>Opens a transaction, unless one is open that will do.</summary>
    private void Open(bool durable)
    {
        if (state.Database.IsInTransaction && durable)
        {
            Close(); // How a commit is written can't be changed within a transaction.
        }

        if (!state.Database.IsInTransaction)
        {
            state.Database.Begin(durable);
            openedAt = TimeProvider.System.GetTimestamp();
        }
    }

    private void Close()
    {
        if (state.Database.IsInTransaction)
        {
            state.Database.Commit();
        }
    }

    /// <summary>Goes back to what is committed. What counted as done without that is done again.</summary>
    private void Abandon(List<BrokerOperation> batch, SqliteException exception)
    {
        LogCommitFailed(exception, batch.Count);
        state.Database.Rollback();
        var reason = exception.SqliteErrorCode == DiskFull
            ? (Exception)new StorageFullException("The broker's disk is full.")
            : new BackendUnavailableException("The broker's file can't be written.", exception);
        batch.ForEach(operation => operation.Fail(reason));
        state.Reload();
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A commit of {Operations} operations failed and was rolled back.")]
    private partial void LogCommitFailed(Exception exception, int operations);
}
