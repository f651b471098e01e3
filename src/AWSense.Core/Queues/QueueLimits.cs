namespace AWSense.Core.Queues;

/// <summary>Bounds that hold on every backend; SQS sets them.</summary>
public static class QueueLimits
{
    /// <summary>The most requests that one receive leases.</summary>
    public const int ReceiveMax = 10;

    /// <summary>The longest wait of one receive.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    /// <summary>Checks what a receive asks for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond the bounds.</exception>
    public static void CheckReceive(int maxRequests, TimeSpan wait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRequests, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRequests, ReceiveMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, WaitMax);
    }
}
