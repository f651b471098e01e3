namespace AWSense.Scaling.Policies;

/// <summary>What a worker costs and how long it takes to come.</summary>
public sealed record CapacitySettings
{
    public BootTimeSettings BootTime { get; init; } = new();

    public BillingSettings Billing { get; init; } = new();

    public WarmPoolSettings WarmPool { get; init; } = new();

    public PurchaseSettings Purchase { get; init; } = new();
}

/// <summary>Time from the order of a worker to its first request.</summary>
public sealed record BootTimeSettings
{
    /// <summary>What to believe before a start was seen. The default is 75 seconds.</summary>
    public TimeSpan Prior { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Take the time from the starts that were seen. The default is true.</summary>
    public bool Learn { get; init; } = true;

    /// <summary>Which percentile of the last starts counts, from 1 to 99. The default is 50.</summary>
    public int Percentile { get; init; } = 50;
}

/// <summary>How the running time of a worker is charged.</summary>
public sealed record BillingSettings
{
    /// <summary>Running time is rounded up to a multiple of this. The default is 1 second, as EC2 charges Linux.</summary>
    public TimeSpan Granularity { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The least that is charged. The default is 60 seconds, as EC2 does.</summary>
    public TimeSpan Minimum { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first part of a start, which is free: on EC2 an instance that is pending costs nothing. The default is 10 seconds.</summary>
    public TimeSpan PendingFree { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Workers that are prepared and stopped, and start sooner.</summary>
public sealed record WarmPoolSettings
{
    /// <summary>How many, from 0. The default is 0.</summary>
    public int Size { get; init; }

    /// <summary>The state they are kept in: <c>Stopped</c>, the default, <c>Running</c> or <c>Hibernated</c>.</summary>
    public WarmPoolState State { get; init; } = WarmPoolState.Stopped;

    /// <summary>Workers go back into the pool when the fleet shrinks. The default is false.</summary>
    public bool Reuse { get; init; }
}

/// <summary>The state of the instances of a warm pool.</summary>
public enum WarmPoolState
{
    Stopped = 0,
    Running = 1,
    Hibernated = 2,
}

/// <summary>How instances are bought.</summary>
public sealed record PurchaseSettings
{
    /// <summary>Share of spot instances, from 0 to 100. The default is 0.</summary>
    public int SpotPercent { get; init; }

    /// <summary>Replace a spot instance as soon as its interruption is likely. The default is true.</summary>
    public bool Rebalance { get; init; } = true;
}
