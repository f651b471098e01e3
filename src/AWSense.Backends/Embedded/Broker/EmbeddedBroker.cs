using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Scaling.Recording;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The broker of a data folder: queue, jobs, replies and presence. One process has it; workers reach it through the wire.</summary>
public sealed partial class EmbeddedBroker : IAsyncDisposable, ISignalSource
{
    private static readonly TimeSpan SweepPace = TimeSpan.FromMilliseconds(100);

    private readonly BrokerDatabase database;
    private readonly BrokerState state;
    private readonly BrokerWriter writer;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ITimer sweeper;

    private EmbeddedBroker(BrokerDatabase database, LimitOptions limits, LeaseOptions leases, TimeProvider time, ILogger logger, EventRecorder? recorder)
    {
        this.database = database;
        this.time = time;
        this.logger = logger;
        state = new(database, limits, leases, time, recorder);
        writer = new(state, logger);
        EmbeddedJobs = new(writer);
        EmbeddedPresence = new(recorder);
        Responses = new EmbeddedResponses(time);
        Requests = NewQueue();
        Beginning = new EmbeddedBeginning(writer);
        sweeper = time.CreateTimer(_ => Sweep(), null, SweepPace, SweepPace);
    }

    /// <summary>The queue, for this process.</summary>
    public IRequestQueue Requests { get; }

    /// <summary>The jobs.</summary>
    public IJobStore Jobs => EmbeddedJobs;

    /// <summary>What begins requests.</summary>
    public IRequestBeginning Beginning { get; }

    /// <summary>The replies.</summary>
    public IResponseQueue Responses { get; }

    /// <summary>The workers' states.</summary>
    public IPresence Presence => EmbeddedPresence;

    internal EmbeddedJobs EmbeddedJobs { get; }

    internal EmbeddedPresence EmbeddedPresence { get; }

    /// <summary>Opens the broker's file.</summary>
    /// <param name="recorder">Is told what happens; null for nobody.</param>
    /// <exception cref="IOException">It can't be opened, or is damaged.</exception>
    public static EmbeddedBroker Open(
        string path, LimitOptions limits, LeaseOptions leases, TimeProvider time, ILogger<EmbeddedBroker> logger, EventRecorder? recorder = null)
    {
        try
        {
            return new(BrokerDatabase.Open(path), limits, leases, time, logger, recorder);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"The queue's file {path} can't be opened: {exception.Message}", exception);
        }
    }

    public Task<DemandSignals> ReadAsync(CancellationToken cancellationToken) => writer.RunAsync(broker => broker.Signals(), Commit.Soon);

    /// <summary>Does what was asked for, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await sweeper.DisposeAsync();
        await writer.DisposeAsync();
        database.Dispose();
    }

    /// <summary>A queue whose leases return together when its user goes.</summary>
    internal EmbeddedQueue NewQueue() => new(writer, time);

    /// <summary>Logs why an operation that has no outcome was refused, where it was.</summary>
    internal void TellUnheard(string operation, string refusal)
    {
        if (refusal.Length > 0)
        {
            LogRefused(operation, refusal);
        }
    }

    private void Sweep()
    {
        if (state.LeasesOut > 0)
        {
            writer.TryPost(broker => broker.Sweep()); // When the writer is behind, the next sweep does it.
        }
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "A worker's {Operation} was refused: {Refusal}")]
    private partial void LogRefused(string operation, string refusal);
}
