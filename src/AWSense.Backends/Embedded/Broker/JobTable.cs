using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using Microsoft.Data.Sqlite;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The jobs in the database. Whether one is leased is not known here.</summary>
internal sealed class JobTable(BrokerDatabase database)
{
    private const string Columns =
        "id, accepted_at, lane, model, model_version, file_name, sha256, bytes, format, state, started_marks, finished_at, error_code, dead_letter";

    /// <summary>Records a job unless there is one of that id.</summary>
    /// <returns>False when there is.</returns>
    public bool TryAdd(JobRecord job) => database.Execute(
        """
        INSERT OR IGNORE INTO job (id, accepted_at, lane, model, model_version, file_name, sha256, bytes, format, state, finished_at, error_code)
        VALUES ($id, $accepted, $lane, $model, $version, $name, $sha256, $bytes, $format, $state, $finished, $error)
        """,
        ("$id", job.Id.ToBytes()),
        ("$accepted", job.AcceptedAt.ToUnixTimeMilliseconds()),
        ("$lane", (int)job.Lane),
        ("$model", job.Model.Name),
        ("$version", job.Model.Version),
        ("$name", job.FileName),
        ("$sha256", job.Sha256),
        ("$bytes", job.Bytes),
        ("$format", job.Format),
        ("$state", job.State.IsFinal() ? (int)job.State : (int)RequestState.Queued),
        ("$finished", job.FinishedAt?.ToUnixTimeMilliseconds()),
        ("$error", job.ErrorCode)) == 1;

    public JobRecord? Find(RequestId id)
    {
        using var reader = database.Command($"SELECT {Columns} FROM job WHERE id = $id", ("$id", id.ToBytes())).ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    /// <summary>Adds a started mark.</summary>
    /// <returns>How many there are; 0 when there is no such job.</returns>
    public int Mark(RequestId id) => Convert.ToInt32(
        database.Command("UPDATE job SET started_marks = started_marks + 1 WHERE id = $id RETURNING started_marks", ("$id", id.ToBytes())).ExecuteScalar(),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Records how a job ended.</summary>
    /// <returns>False when it had ended before, or there is none.</returns>
    public bool TryFinish(JobCompletion completion) => database.Execute(
        "UPDATE job SET state = $state, finished_at = $finished, error_code = $error, dead_letter = $dead WHERE id = $id AND state = 0",
        ("$id", completion.Id.ToBytes()),
        ("$state", (int)completion.State),
        ("$finished", completion.FinishedAt.ToUnixTimeMilliseconds()),
        ("$error", completion.ErrorCode),
        ("$dead", completion.DeadLetter ? 1 : 0)) == 1;

    /// <summary>Jobs older than one, newest first.</summary>
    /// <param name="state">As the table has it: a job that hasn't ended is queued.</param>
    public List<JobRecord> List(RequestState? state, RequestId? before, int max)
    {
        // The state stands in the text, since an index on some states serves only queries that name one of them.
        var filter = state is { } known ? $"state = {(int)known} AND" : "";
        using var reader = database.Command(
            $"SELECT {Columns} FROM job WHERE {filter} id < $before ORDER BY id DESC LIMIT $max",
            ("$before", before?.ToBytes() ?? [.. Enumerable.Repeat(byte.MaxValue, 16)]),
            ("$max", max)).ExecuteReader();
        var jobs = new List<JobRecord>();
        while (reader.Read())
        {
            jobs.Add(Read(reader));
        }

        return jobs;
    }

    /// <summary>Removes jobs that have ended, oldest first.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveEnded(RequestId olderThan, int max) => database.Execute(
        "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE id < $before AND state >= 2 ORDER BY id LIMIT $max)",
        ("$before", olderThan.ToBytes()),
        ("$max", max));

    private static JobRecord Read(SqliteDataReader row) => new(
        RequestId.FromBytes(row.GetFieldValue<byte[]>(0)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        (Lane)row.GetInt32(2),
        new ModelVersion(row.GetString(3), row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.GetString(6),
        row.GetInt64(7),
        row.GetString(8),
        (RequestState)row.GetInt32(9),
        row.GetInt32(10),
        row.IsDBNull(11) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)),
        row.IsDBNull(12) ? null : row.GetString(12),
        row.GetInt32(13) == 1);
}
