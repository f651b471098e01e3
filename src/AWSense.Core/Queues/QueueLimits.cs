namespace AWSense.Core.Queues;

/// <summary>Bounds that hold on every backend; SQS sets them.</summary>
public static class QueueLimits
{
    /// <summary>The most requests that one receive leases.</summary>
    public const int ReceiveMax = 10;

    /// <summary>The longest wait of one receive.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);
}
