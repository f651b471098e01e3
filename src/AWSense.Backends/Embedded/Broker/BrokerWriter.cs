using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>Has the database to itself. It gathers what callers ask for into one transaction (group commit), and tells them when it counts as done.</summary>
/// <remarks>
/// A caller who finds nobody at it does its own operation at once, with what few others have left there (flat combining, Hendler et al., SPAA 2010): to wake
/// a thread for it takes longer than to do it. The writer's thread does what is left then, what waits for the disk, and the commits of transactions that
/// stay open for a moment since all of their operations count as done already.
/// </remarks>
internal sealed partial class BrokerWriter : IAsyncDisposable
{
    private const int BatchMax = 512;
    private const int BacklogMax = 10_000;
    private const int DiskFull = 13; // SQLITE_FULL

    // No caller works for long on what others asked for.
    private const int CallersBatchMax = 16;

    // Twice of it is the longest that something counts as done without being committed.
    private static readonly TimeSpan OpenMax = TimeSpan.FromMilliseconds(5);

    private readonly Channel<BrokerOperation> operations = Channel.CreateBounded<BrokerOperation>(new BoundedChannelOptions(BacklogMax));
    private readonly List<BrokerOperation> batch = new(BatchMax);

    // Not disposed of: who sets it may be late for a thread that has seen by itself that nothing comes any more.
    private readonly AutoResetEvent arrived = new(initialState: false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BrokerState state;
    private readonly ILogger logger;
    private int taken; // 1 while a thread has state, batch and database to itself
    private bool isOpen;
    private bool isWatched;
    private Exception? broken;
    private long openedAt;

    public BrokerWriter(BrokerState state, ILogger logger)
    {
        this.state = state;
        this.logger = logger;
        new Thread(Run) { IsBackground = true, Name = "broker writer" }.Start();
    }

    /// <summary>Has an operation done.</summary>
    /// <param name="commit">When it counts as done.</param>
    /// <param name="meanwhile">What its caller does while it stands in line already: whatever is asked for after that finds it done.</param>
    /// <exception cref="BackendUnavailableException">The broker has ended, or its file can't be written.</exception>
    public async Task<T> RunAsync<T>(Func<BrokerState, T> apply, Commit commit = Commit.Now, Func<Task>? meanwhile = null)
    {
        var operation = new BrokerOperation<T>(apply) { Commit = commit };
        await EnqueueAsync(operation);
        try
        {
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
        }
        finally
        {
            DoAsCaller();
        }

        return await operation.Task;
    }

    /// <summary>Has an operation done that has no result.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action<BrokerState> apply, Commit commit = Commit.Now, Func<Task>? meanwhile = null) => RunAsync(Always(apply), commit, meanwhile);

    /// <summary>Has an operation done that nobody waits for.</summary>
    public async ValueTask PostAsync(BrokerOperation operation)
    {
        await EnqueueAsync(operation);
        DoAsCaller();
    }

    /// <summary>Has an operation done that nobody waits for, unless there is too much to do already.</summary>
    public void TryPost(Action<BrokerState> apply)
    {
        if (operations.Writer.TryWrite(new BrokerOperation<bool>(Always(apply)) { Commit = Commit.Soon }))
        {
            DoAsCaller();
        }
    }

    /// <summary>Does what was asked for, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        operations.Writer.TryComplete();
        arrived.Set();
        await ended.Task;
    }

    private async ValueTask EnqueueAsync(BrokerOperation operation)
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

    private static Func<BrokerState, bool> Always(Action<BrokerState> apply) => state =>
    {
        apply(state);
        return true;
    };

    private void Run()
    {
        while (!operations.Reader.Completion.IsCompleted)
        {
            WaitForWork();
            if (TryTake())
            {
                DoNext(BatchMax, Commit.Durable);
                Leave();
            }

            ThrowWhereBroken();
        }

        SpinWait.SpinUntil(() => TryTake() || Volatile.Read(ref broken) is not null); // for good
        ThrowWhereBroken();
        Do([], close: true);
        state.EndWaits();
        ended.SetResult();
    }

    // It ends the process: what is in memory may not be what is in the file.
    private void ThrowWhereBroken()
    {
        if (Volatile.Read(ref broken) is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    /// <summary>Waits until somebody leaves work to this thread. While a transaction is open it looks by itself, so that nobody has to wake it for that.</summary>
    private void WaitForWork()
    {
        Volatile.Write(ref isWatched, Volatile.Read(ref isOpen));
        Interlocked.MemoryBarrier(); // Who opens one either finds it unwatched, or is seen here.
        if (isWatched || !Volatile.Read(ref isOpen))
        {
            arrived.WaitOne(isWatched ? OpenMax : Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Does what was asked for, unless somebody is at it, who then sees to the rest.</summary>
    private void DoAsCaller()
    {
        if (!TryTake())
        {
            return;
        }

        try
        {
            DoNext(CallersBatchMax, Commit.Now);
        }
        catch (Exception exception)
        {
            Volatile.Write(ref broken, exception); // for the writer's thread to throw, too; nobody gets at the state any more
            arrived.Set();
            throw;
        }

        Leave();
    }

    private bool TryTake() => Interlocked.CompareExchange(ref taken, 1, 0) == 0;

    private void Leave()
    {
        Volatile.Write(ref isOpen, state.Database.IsInTransaction);
        Interlocked.Exchange(ref taken, 0);
        if (operations.Reader.Count > 0 || operations.Reader.Completion.IsCompleted || (Volatile.Read(ref isOpen) && !Volatile.Read(ref isWatched)))
        {
            arrived.Set();
        }
    }

    /// <param name="commitMax">What waits for more than this is left, with all that came after it.</param>
    private void DoNext(int operationsMax, Commit commitMax)
    {
        while (batch.Count < operationsMax && operations.Reader.TryPeek(out var next) && next.Commit <= commitMax && operations.Reader.TryRead(out var operation))
        {
            batch.Add(operation);
        }

        // Who comes after a rest commits at once, and wakes nobody for it later.
        Do(batch, close: TimeProvider.System.GetElapsedTime(openedAt) >= OpenMax);
        batch.Clear();
    }

    private void Do(List<BrokerOperation> batch, bool close)
    {
        try
        {
            if (batch.Count > 0)
            {
                Apply(batch);
            }

            if (close || batch.Exists(operation => operation.Commit != Commit.Soon))
            {
                state.Database.Commit();
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

    private void Apply(List<BrokerOperation> batch)
    {
        Open(durable: batch.Exists(operation => operation.Commit == Commit.Durable));
        batch.ForEach(operation => operation.Apply(state));
        state.ServeReceivers();
    }

    /// <summary>Opens a transaction, unless one is open that will do.</summary>
    private void Open(bool durable)
    {
        if (state.Database.IsInTransaction && durable)
        {
            state.Database.Commit(); // How a commit is written can't be changed within a transaction.
        }

        if (!state.Database.IsInTransaction)
        {
            state.Database.Begin(durable);
            openedAt = TimeProvider.System.GetTimestamp();
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
