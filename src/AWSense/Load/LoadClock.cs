using System.Diagnostics;

namespace AWSense.Load;

/// <summary>Seconds since a run began.</summary>
internal sealed class LoadClock
{
    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>The same moment by the calendar.</summary>
    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

    public double Now => Since(Stopwatch.GetTimestamp());

    /// <summary>Seconds at a timestamp of <see cref="Stopwatch"/>.</summary>
    public double Since(long timestamp) => Stopwatch.GetElapsedTime(began, timestamp).TotalSeconds;
}
