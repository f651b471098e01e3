using AWSense.Core;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>Remembers crashes for a minute, and says how long to wait before the next start.</summary>
/// <remarks>Not thread-safe; the fleet calls it under its lock.</remarks>
/// <param name="delayMax">The longest wait.</param>
internal sealed class CrashLog(TimeSpan delayMax, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(100), delayMax);
    private readonly Queue<DateTimeOffset> crashes = new();

    /// <summary>Crashes in the last minute.</summary>
    public int Count
    {
        get
        {
            while (crashes.TryPeek(out var oldest) && time.GetUtcNow() - oldest > Window)
            {
                crashes.Dequeue();
            }

            return crashes.Count;
        }
    }

    /// <summary>Counts a crash.</summary>
    /// <returns>How long to wait before the next start: it doubles with every crash of the last minute, up to the longest.</returns>
    public TimeSpan Add()
    {
        crashes.Enqueue(time.GetUtcNow());
        return backoff.After(Count);
    }
}
