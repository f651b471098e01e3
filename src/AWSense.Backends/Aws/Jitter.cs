using AWSense.Core;

namespace AWSense.Backends.Aws;

/// <summary>Spreads retries, so that many who fail together don't come back together. Thread-safe.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class Jitter(Random random)
{
    private readonly Lock gate = new();
    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));

    /// <summary>The delay after that many failures: any from nothing to the backoff ("full jitter").</summary>
    public TimeSpan After(int failures)
    {
        lock (gate)
        {
            return backoff.After(failures) * random.NextDouble();
        }
    }
}
