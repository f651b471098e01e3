using System.Threading.Channels;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The one thread that uses the database. It gathers what callers ask for into one transaction (group commit), and tells them after the commit.</summary>
internal sealed partial class BrokerWriter : IAsyncDisposable
{
    private const int BatchMax = 512;
    private const int BacklogMax = 10_000;
    private const int DiskFull = 13; // SQLITE_FULL

    private readonly Channel<BrokerOperation> operations = Channel.CreateBounded<BrokerOperation>(
        new BoundedChannelOptions(BacklogMax) { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BrokerState state;
    private readonly ILogger logger;

    public BrokerWriter(BrokerState state, ILogger logger)
    {
        this.state = state;
        this.logger = logger;
        new Thread(Run) { IsBackground = true, Name = "broker writer" }.Start();
    }

    /// <summary>Has an operation done.</summary>
    /// <param name="durable">Whether to wait for the disk as well.</param>
    /// <exception cref="BackendUnavailableException">The broker has ended, or its file can't be written.</exception>
    public async Task<T> RunAsync<T>(Func<BrokerState, T> apply, bool durable = false)
    {
        var operation = new BrokerOperation<T>(apply) { Durable = durable };
        await PostAsync(operation);
        return await operation.Task;
    }

    /// <summary>Has an operation done that has no result.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action<BrokerState> apply, bool durable = false) => RunAsync(Always(apply), durable);

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
    public bool TryPost(Action<BrokerState> apply) => operations.Writer.TryWrite(new BrokerOperation<bool>(Always(apply)));

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
            while (operations.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (batch.Count < BatchMax && operations.Reader.TryRead(out var operation))
                {
                    batch.Add(operation);
                }

                Commit(batch);
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

    private void Commit(List<BrokerOperation> batch)
    {
        try
        {
            using var transaction = state.Database.Begin(batch.Exists(operation => operation.Durable));
            batch.ForEach(operation => operation.Apply(state));
            state.ServeReceivers();
            transaction.Commit();
        }
        catch (SqliteException exception)
        {
            LogCommitFailed(exception, batch.Count);
            var reason = exception.SqliteErrorCode == DiskFull
                ? (Exception)new StorageFullException("The broker's disk is full.")
                : new BackendUnavailableException("The broker's file can't be written.", exception);
            batch.ForEach(operation => operation.Fail(reason));
            state.Reload();
            return;
        }

        batch.ForEach(operation => operation.Succeed());
        state.TellServed();
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "A commit of {Operations} operations failed and was rolled back.")]
    private partial void LogCommitFailed(Exception exception, int operations);
}
