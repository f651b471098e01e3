using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Embedded.Broker;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Ledger;
using AWSense.Core.Requests;
using Microsoft.Data.Sqlite;

namespace AWSense.Backends.Embedded.Data;

/// <summary>The ledger of a data folder, read from its files. A service may have the folder meanwhile: what it writes is seen once it is committed.</summary>
public sealed class FolderLedger : ILedgerSource, IDisposable
{
    private readonly BrokerDatabase database;
    private readonly JobTable jobs;
    private readonly RequestTable requests;
    private readonly Lock gate = new(); // one connection, which only one thread may use at a time

    private FolderLedger(BrokerDatabase database, IObjectStore archive)
    {
        this.database = database;
        jobs = new(database);
        requests = new(database);
        Archive = archive;
    }

    /// <summary>The folder's archive.</summary>
    public IObjectStore Archive { get; }

    /// <summary>Opens a data folder for reading.</summary>
    /// <exception cref="DataFolderException">It is none, or its format is newer than this program.</exception>
    /// <exception cref="IOException">The queue's file can't be read.</exception>
    public static FolderLedger Open(string path, TimeProvider time)
    {
        var full = Path.GetFullPath(path);
        DataFolder.CheckReadable(full);
        var file = DataFolder.DatabaseOf(full);
        try
        {
            return new(BrokerDatabase.OpenForReading(file), new FileObjectStore(DataFolder.ArchiveOf(full), new RetentionOptions(), time));
        }
        catch (SqliteException exception)
        {
            throw new IOException($"The queue's file {file} can't be read: {exception.Message}", exception);
        }
    }

    public Task<IReadOnlyList<JobRecord>> ListAsync(RequestId? before, int max, CancellationToken cancellationToken)
    {
        JobLimits.CheckList(max);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<JobRecord>>(jobs.List(state: null, before, max));
        }
    }

    public Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(jobs.Find(id));
        }
    }

    public Task<bool?> IsQueuedAsync(RequestId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult<bool?>(requests.Contains(id));
        }
    }

    public void Dispose() => database.Dispose();
}
