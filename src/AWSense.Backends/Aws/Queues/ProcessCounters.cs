namespace AWSense.Backends.Aws.Queues;

/// <summary>What this process has sent and taken, for the fleet's counts: SQS tells what is there, not what was. Thread-safe.</summary>
internal sealed class ProcessCounters
{
    private long sent;
    private long completed;
    private long redelivered;
    private long deadLetters;

    /// <summary>The counts now.</summary>
    public QueueCounts Counts => new(Interlocked.Read(ref sent), Interlocked.Read(ref completed), Interlocked.Read(ref redelivered), Interlocked.Read(ref deadLetters));

    public void CountSent() => Interlocked.Increment(ref sent);

    public void CountCompleted() => Interlocked.Increment(ref completed);

    public void CountRedelivered() => Interlocked.Increment(ref redelivered);

    public void CountDeadLetter() => Interlocked.Increment(ref deadLetters);
}

/// <summary>Requests counted since a process started.</summary>
/// <param name="Sent">Sent by it.</param>
/// <param name="Completed">Completed by it.</param>
/// <param name="Redelivered">Leased by it that had been leased before.</param>
/// <param name="DeadLetters">Given up by it; none in reports of versions that didn't count them.</param>
internal sealed record QueueCounts(long Sent, long Completed, long Redelivered, long DeadLetters = 0)
{
    public static readonly QueueCounts None = new(0, 0, 0);

    public QueueCounts Plus(QueueCounts other) => new(Sent + other.Sent, Completed + other.Completed, Redelivered + other.Redelivered, DeadLetters + other.DeadLetters);
}
