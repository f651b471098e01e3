using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Control;

/// <summary>Time from the order of a worker to its first request: a percentile of the last starts.</summary>
internal sealed class BootTimeEstimator(BootTimeSettings settings)
{
    private const int StartsMax = 20;

    /// <summary>Starts that must be seen before they count for more than the prior.</summary>
    private const int StartsMin = 3;

    private readonly Queue<TimeSpan> starts = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>What to reckon with now.</summary>
    public TimeSpan Current { get; private set; } = settings.Prior;

    /// <summary>Takes the starts that have ended since the last time.</summary>
    public void Observe(FleetSnapshot fleet)
    {
        if (!settings.Learn)
        {
            return;
        }

        foreach (var worker in fleet.Workers)
        {
            // A worker that was there from the beginning was not ordered, so it tells nothing.
            if (worker.ReadyAt is { } ready && ready > worker.OrderedAt && seen.Add(worker.Id))
            {
                Add(ready - worker.OrderedAt);
            }
        }

        if (seen.Count > fleet.Workers.Count)
        {
            seen.IntersectWith(fleet.Workers.Select(worker => worker.Id));
        }
    }

    private void Add(TimeSpan start)
    {
        starts.Enqueue(start);
        if (starts.Count > StartsMax)
        {
            starts.Dequeue();
        }

        if (starts.Count >= StartsMin)
        {
            var ordered = starts.Order().ToList();
            Current = ordered[Math.Min(ordered.Count - 1, ordered.Count * settings.Percentile / 100)];
        }
    }
}
