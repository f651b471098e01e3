using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>A queued message as the database has it.</summary>
internal sealed record QueuedRequest(long Seq, RequestId Id, byte[] Message, string? TraceParent, int DeliveryCount);

/// <summary>The queued messages in the database.</summary>
internal sealed class RequestTable(BrokerDatabase database)
{
    /// <summary>Adds a message, unless the request is queued or its job has ended.</summary>
    public bool TryAdd(long seq, ClassificationRequest request, Lane lane, DateTimeOffset now) => database.Execute(
        """
        INSERT OR IGNORE INTO request (seq, id, lane, body, traceparent, sent_at)
        SELECT $seq, $id, $lane, $body, $trace, $sent WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = $id AND state >= 2)
        """,
        ("$seq", seq),
        ("$id", request.Id.ToBytes()),
        ("$lane", (int)lane),
        ("$body", RequestMessage.Serialize(request)),
        ("$trace", request.TraceParent),
        ("$sent", now.ToUnixTimeMilliseconds())) == 1;

    /// <summary>Counts a delivery and reads the message; null when it is gone.</summary>
    public QueuedRequest? Deliver(long seq)
    {
        using var row = database.Command(
            "UPDATE request SET delivery_count = delivery_count + 1 WHERE seq = $seq RETURNING id, body, traceparent, delivery_count",
            ("$seq", seq)).ExecuteReader();
        return row.Read()
            ? new(seq, RequestId.FromBytes(row.GetFieldValue<byte[]>(0)), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt32(3))
            : null;
    }

    /// <summary>Takes back a delivery that led to nothing.</summary>
    public void Undeliver(long seq) =>
        database.Execute("UPDATE request SET delivery_count = delivery_count - 1 WHERE seq = $seq AND delivery_count > 0", ("$seq", seq));

    public bool Remove(long seq) => database.Execute("DELETE FROM request WHERE seq = $seq", ("$seq", seq)) == 1;

    /// <summary>Removes a message by its request.</summary>
    /// <returns>Its lane; null when it isn't there.</returns>
    public Lane? Remove(RequestId id) =>
        database.Command("DELETE FROM request WHERE id = $id RETURNING lane", ("$id", id.ToBytes())).ExecuteScalar() is long lane ? (Lane)lane : null;

    /// <summary>When a message was sent; null when it is gone.</summary>
    public DateTimeOffset? SentAt(long seq) =>
        database.Command("SELECT sent_at FROM request WHERE seq = $seq", ("$seq", seq)).ExecuteScalar() is long sent
            ? DateTimeOffset.FromUnixTimeMilliseconds(sent)
            : null;

    /// <summary>Whether a request is queued.</summary>
    public bool Contains(RequestId id) => Find(id) is not null;

    /// <summary>Where a request stands; null when it isn't queued.</summary>
    public (long Seq, Lane Lane)? Find(RequestId id)
    {
        using var row = database.Command("SELECT seq, lane FROM request WHERE id = $id", ("$id", id.ToBytes())).ExecuteReader();
        return row.Read() ? (row.GetInt64(0), (Lane)row.GetInt32(1)) : null;
    }

    /// <summary>How many messages of a lane there are up to a place; null when there are more than <paramref name="max"/>.</summary>
    public long? CountUpTo(long seq, Lane lane, int max) => database.Command(
        "SELECT COUNT(*) FROM (SELECT 1 FROM request WHERE seq <= $seq AND lane = $lane LIMIT $max)",
        ("$seq", seq),
        ("$lane", (int)lane),
        ("$max", max + 1)).ExecuteScalar() is long count && count <= max ? count : null;

    /// <summary>All messages in their order.</summary>
    public IEnumerable<(long Seq, Lane Lane)> All()
    {
        using var rows = database.Command("SELECT seq, lane FROM request ORDER BY seq").ExecuteReader();
        while (rows.Read())
        {
            yield return (rows.GetInt64(0), (Lane)rows.GetInt32(1));
        }
    }

    /// <summary>Writes something small, so that a commit which waits for the disk has something to wait for.</summary>
    public void Touch() => database.Execute("PRAGMA user_version = 1");
}
