using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Control;

/// <summary>The mean time that a request keeps a slot busy: busy time over completions, the last minutes counting most.</summary>
internal sealed class ServiceTimeEstimator(ServiceSettings settings)
{
    /// <summary>Time constant with which old requests lose their weight.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    /// <summary>Completions that the prior is worth.</summary>
    private const double PriorWeight = 3;

    private readonly Dictionary<string, (long Completed, double Busy)> known = new(StringComparer.Ordinal);
    private double completed = PriorWeight;
    private double busy = PriorWeight * settings.Prior.TotalSeconds;
    private DateTimeOffset? last;

    /// <summary>What to reckon with now.</summary>
    public TimeSpan Current => settings.MeanTime ?? TimeSpan.FromSeconds(busy / completed);

    /// <summary>Takes what the workers have done since the last time.</summary>
    public void Observe(DateTimeOffset now, FleetSnapshot fleet)
    {
        var newCompleted = 0L;
        var newBusy = 0.0;
        foreach (var worker in fleet.Workers)
        {
            if (worker is not { Completed: { } done, BusySeconds: { } spent })
            {
                continue; // Who says nothing hasn't done nothing; what was known of it stays.
            }

            // A worker that has started anew under its name counts from zero.
            var before = known.GetValueOrDefault(worker.Id) is var earlier && done >= earlier.Completed && spent >= earlier.Busy ? earlier : default;
            newCompleted += done - before.Completed;
            newBusy += spent - before.Busy;
            known[worker.Id] = (done, spent);
        }

        Forget(fleet);
        if (newCompleted <= 0)
        {
            return; // Without news the old estimate is as good as it was.
        }

        var weight = Math.Exp(-((last is { } then ? now - then : TimeSpan.Zero) / Memory));
        completed = (completed * weight) + newCompleted;
        busy = (busy * weight) + newBusy;
        last = now;
    }

    private void Forget(FleetSnapshot fleet)
    {
        if (known.Count > fleet.Workers.Count)
        {
            var alive = fleet.Workers.Select(worker => worker.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in known.Keys.Where(id => !alive.Contains(id)).ToList())
            {
                known.Remove(gone);
            }
        }
    }
}
