namespace AWSense.Core.Queues;

/// <summary>The queue holds as many requests as it may.</summary>
public sealed class QueueFullException(long depth) : Exception($"The queue holds {depth} requests and takes no more for now.")
{
    /// <summary>Requests in the queue.</summary>
    public long Depth { get; } = depth;
}
