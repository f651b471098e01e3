using AWSense.Core;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>Remembers crashes for a minute, and says how long to wait before the next start.</summary>
/// <remarks>Not thread-safe; the fleet calls it under its lock.</remarks>
internal sealed class CrashLog(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));

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
    /// <returns>How long to wait before the next start: it doubles with every crash of the last minute, up to 5 seconds.</returns>
    public TimeSpan Add()
    {
        crashes.Enqueue(time.GetUtcNow());
        return Backoff.After(Count);
    }
}
