using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The broker's SQLite file. One thread at a time uses it.</summary>
/// <remarks>
/// It keeps what must survive: the queued messages with their delivery counts, and the jobs. Who has which lease lives in memory, since
/// no lease outlives the broker's connections.
/// </remarks>
internal sealed class BrokerDatabase : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA temp_store = MEMORY;
        CREATE TABLE IF NOT EXISTS request (
            seq INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            lane INTEGER NOT NULL,
            body BLOB NOT NULL,
            traceparent TEXT,
            sent_at INTEGER NOT NULL,
            delivery_count INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE IF NOT EXISTS job (
            id BLOB NOT NULL PRIMARY KEY,
            accepted_at INTEGER NOT NULL,
            lane INTEGER NOT NULL,
            model TEXT NOT NULL,
            model_version TEXT NOT NULL,
            file_name TEXT,
            sha256 TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            format TEXT NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            started_marks INTEGER NOT NULL DEFAULT 0,
            finished_at INTEGER,
            error_code TEXT,
            dead_letter INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS job_not_succeeded ON job (state, id) WHERE state <> 2;
        """;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private bool? waitsForDisk;
    private bool? begins;

    private BrokerDatabase(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens the file, making it when it isn't there.</summary>
    /// <exception cref="SqliteException">It can't be opened, or is damaged.</exception>
    public static BrokerDatabase Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        var database = new BrokerDatabase(connection);
        using var schema = connection.CreateCommand();
        schema.CommandText = Schema;
        schema.ExecuteNonQuery();
        return database;
    }

    /// <summary>Opens the file of a broker that runs or has ended, and changes nothing in it. Each statement sees what is committed by then.</summary>
    /// <exception cref="SqliteException">There is none, or it can't be read.</exception>
    public static BrokerDatabase OpenForReading(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return new(connection);
    }

    /// <summary>Whether a transaction is open; after some errors SQLite has rolled it back by itself.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Has the next statement begin a transaction. Much that is asked of the broker needs none.</summary>
    /// <param name="durable">Whether its commit waits for the disk, and so for that of all commits before it.</param>
    public void Begin(bool durable) => begins = durable;

    /// <summary>Commits the transaction, where one is open.</summary>
    public void Commit()
    {
        if (IsInTransaction)
        {
            Execute("COMMIT");
        }
    }

    /// <summary>Undoes the transaction, where one is open.</summary>
    public void Rollback()
    {
        begins = null;
        if (IsInTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>A prepared statement with its parameters set; it is made once for each text.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        BeginWhereAsked();
        if (!prepared.TryGetValue(sql, out var command))
        {
            prepared[sql] = command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }

        for (var index = 0; index < parameters.Length; index++)
        {
            command.Parameters[index].Value = parameters[index].Value ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Command(sql, parameters).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private void BeginWhereAsked()
    {
        if (begins is not { } durable)
        {
            return;
        }

        begins = null;
        if (waitsForDisk != durable)
        {
            Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            waitsForDisk = durable;
        }

        Execute("BEGIN IMMEDIATE"); // prepared as all others, which the library's own transactions are not
    }
}
