using Microsoft.Extensions.Options;

namespace AWSense.Worker.Leases;

/// <summary>How many requests a worker leases beyond its slots: those it is expected to begin within <see cref="WorkerOptions.PrefetchTime"/>, and one in any case. Thread-safe.</summary>
/// <remarks>
/// Between two quick pictures a worker must not wait for the queue. A slow one that is leased early waits here, though, while another worker may have
/// nothing to do; so what counts is time.
/// </remarks>
internal sealed class PrefetchDepth(IOptions<WorkerOptions> options)
{
    // Of the newest picture, as TCP smooths its round trips (RFC 6298, section 2).
    private const double Weight = 0.125;

    private readonly WorkerOptions options = options.Value;
    private readonly Lock gate = new();
    private double smoothedMs;

    /// <summary>Requests beyond the slots, now.</summary>
    public int Now
    {
        get
        {
            lock (gate)
            {
                var begun = smoothedMs > 0 ? options.Slots * options.PrefetchTime.TotalMilliseconds / smoothedMs : 1;
                return (int)Math.Clamp(begun, Math.Min(1, options.Prefetch), options.Prefetch);
            }
        }
    }

    /// <summary>A picture has taken a slot for so long, decoded and classified.</summary>
    public void Handled(double milliseconds)
    {
        lock (gate)
        {
            smoothedMs = smoothedMs > 0 ? smoothedMs + (Weight * (milliseconds - smoothedMs)) : milliseconds;
        }
    }
}
