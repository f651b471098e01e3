namespace AWSense.Scaling.Policies;

/// <summary>Where the figures come from, and what happens without them.</summary>
public sealed record SignalSettings
{
    /// <summary>The default is <see cref="SignalSource.Direct"/>.</summary>
    public SignalSource Source { get; init; } = SignalSource.Direct;

    /// <summary>Time between two decisions. The default is 5 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When the first decision falls, after the start; null, the default, means after one <see cref="Interval"/>.</summary>
    public TimeSpan? Phase { get; init; }

    /// <summary>Metrics only: time between two samples of a metric. The default is 60 seconds, as SQS publishes its own.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Metrics only: when the first sample is taken, after the start. The default is 0.</summary>
    public TimeSpan SampleStart { get; init; }

    /// <summary>Metrics only: time until a sample can be read. The default is 60 seconds.</summary>
    public TimeSpan PublicationDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Figures older than this count as missing. The default is 20 seconds.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What to do while figures are missing. The default is <see cref="MissingSignals.Hold"/>.</summary>
    public MissingSignals OnMissing { get; init; } = MissingSignals.Hold;

    /// <summary>What to do when they stay missing.</summary>
    public FallbackSettings Fallback { get; init; } = new();
}

/// <summary>Where the figures come from.</summary>
public enum SignalSource
{
    /// <summary>The counts of the queue itself, read at each decision.</summary>
    Direct = 0,

    /// <summary>Metrics as CloudWatch publishes them: sampled, and readable later.</summary>
    CloudWatch = 1,
}

/// <summary>What to do while figures are missing. The fleet never shrinks on missing figures.</summary>
public enum MissingSignals
{
    /// <summary>Keep the fleet as it is.</summary>
    Hold = 0,

    /// <summary>After some failures go to the fallback capacity.</summary>
    Fallback = 1,
}

/// <summary>The capacity while figures stay missing.</summary>
public sealed record FallbackSettings
{
    /// <summary>Failed readings in a row before it counts, at least 1. The default is 3.</summary>
    public int AfterFailures { get; init; } = 3;

    /// <summary>The default is <see cref="FallbackBehavior.CurrentIfHigher"/>.</summary>
    public FallbackBehavior Behavior { get; init; } = FallbackBehavior.CurrentIfHigher;

    /// <summary>Workers, from 0. The default is 3.</summary>
    public int Capacity { get; init; } = 3;
}

/// <summary>Which capacity counts while figures stay missing.</summary>
public enum FallbackBehavior
{
    /// <summary>The fallback's capacity, or the current one where that is higher.</summary>
    CurrentIfHigher = 0,

    /// <summary>The fallback's capacity, which may shrink the fleet.</summary>
    Static = 1,

    /// <summary>The current capacity.</summary>
    Current = 2,
}
