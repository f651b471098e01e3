using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>Capacity for the demand, corrected by the backlog that will be there when a worker ordered now can serve.</summary>
/// <remarks>
/// A backlog integrates: an empty queue says "enough", not "too many", so a fleet steered by it alone swings for ever. The arrival rate times
/// the service time says what is needed; the backlog says only what was missed. All of it is reckoned in slots, and rounded to workers last.
/// </remarks>
internal sealed class DemandDecider(ScalingPolicy policy, DemandRule rule) : IDecider
{
    private readonly int slotsPerWorker = policy.Fleet.WorkersPerInstance;
    private readonly double slo = policy.Slo.LatencyP95.TotalSeconds;

    public DeciderState Initial => new State(null, default, default, RecommendationWindow.Empty);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var before = (State)state;
        var queue = observation.Queue!;
        var (perSecond, seconds) = ArrivalMark.Since(before.Mark, queue);
        var window = rule.RateWindow.TotalSeconds;
        var fast = before.Fast.Add(perSecond, seconds, window);
        var slow = before.Slow.Add(perSecond, seconds, 5 * window);
        var (workers, reason) = Want(observation, Demand(fast.Value ?? 0, slow.Value ?? 0, observation.Estimates));
        var (recommendations, largest) = before.Recommendations.Add(observation.Now, workers, rule.Hold);
        var current = observation.Fleet.Current;
        var decision = workers < largest && largest <= current
            ? new ScalingDecision(Math.Min(current, largest), $"{reason}; {largest} were wanted within {rule.Hold.TotalSeconds:0.#} s")
            : new ScalingDecision(Math.Max(workers, Math.Min(current, largest)), reason);
        return (decision, new State(ArrivalMark.Of(queue), fast, slow, recommendations));
    }

    /// <summary>The demand, in slots, and how far noise may have moved it.</summary>
    private DemandEstimate Demand(double fast, double slow, CapacityEstimates estimates)
    {
        var window = rule.RateWindow.TotalSeconds;
        var service = estimates.ServiceTime.TotalSeconds;
        var deviation = Math.Sqrt(fast / (2 * window)); // of the average of a Poisson stream
        var rate = fast - slow > 2 * deviation
            ? fast + (rule.Trend * (fast - slow) * estimates.BootTime.TotalSeconds / (5 * window))
            : fast;
        return new(rate, rate * service * (1 + rule.Headroom), deviation * service);
    }

    private (int Workers, string Reason) Want(ScalingObservation observation, DemandEstimate demand)
    {
        var estimates = observation.Estimates;
        var service = estimates.ServiceTime.TotalSeconds;
        var current = observation.Fleet.Current * slotsPerWorker;
        var waiting = observation.Queue!.Waiting * service;
        var needed = demand.Slots + (rule.Confidence * demand.Deviation);
        var floor = Base(needed, estimates);
        var projected = waiting + (demand.Slots * estimates.BootTime.TotalSeconds) - Supply(observation);
        var budget = rule.WaitBudget * slo * current;
        var rate = $"{demand.PerSecond:0.##} requests/s of {service:0.###} s are {demand.Slots:0.##} slots";
        if (projected > budget)
        {
            var missing = (int)Math.Ceiling((projected - budget) / rule.DrainWithin.TotalSeconds);
            var reason = $"{rate}; {projected:0.#} slot-seconds will wait in {estimates.BootTime.TotalSeconds:0.#} s, {budget:0.#} may";
            return (Workers(Math.Max(floor, current + missing)), reason);
        }

        if (waiting > rule.ReleaseBelow * slo * current && floor < current)
        {
            return (observation.Fleet.Current, $"{rate}; {observation.Queue.Waiting} still wait");
        }

        if (floor >= current)
        {
            return (Workers(floor), rate);
        }

        var steady = Math.Min(current, Math.Max(floor, Base(needed + (rule.NoiseSigma * demand.Deviation), estimates)));
        return (Workers(steady), steady > floor ? $"{rate}, {demand.Deviation * rule.NoiseSigma:0.##} of them noise" : rate);
    }

    /// <summary>Slot-seconds that the workers there are and those that come can serve until one ordered now could begin.</summary>
    private double Supply(ScalingObservation observation)
    {
        var boot = observation.Estimates.BootTime.TotalSeconds;
        var supply = observation.Fleet.InService * boot;
        foreach (var ordered in observation.Fleet.BootingSince)
        {
            supply += Math.Clamp((observation.Now - ordered).TotalSeconds, 0, boot);
        }

        return supply * slotsPerWorker;
    }

    /// <summary>Slots for a demand without any backlog.</summary>
    private int Base(double slots, CapacityEstimates estimates)
    {
        var whole = (int)slots;
        if (policy.Slo.Objective == ScalingObjective.Steady)
        {
            return whole + 1;
        }

        // A fraction of a slot fills the waiting that the objective allows so slowly that a worker for it wouldn't earn its start.
        var buffer = rule.WaitBudget * slo * whole / estimates.BilledBootTime.TotalSeconds;
        return whole >= 1 && slots - whole < buffer ? whole : whole + 1;
    }

    private int Workers(int slots) => (slots + slotsPerWorker - 1) / slotsPerWorker;

    /// <param name="PerSecond">Requests a second.</param>
    /// <param name="Slots">Slots they keep busy.</param>
    /// <param name="Deviation">Standard deviation of that, in slots.</param>
    private readonly record struct DemandEstimate(double PerSecond, double Slots, double Deviation);

    private sealed record State(ArrivalMark? Mark, MovingAverage Fast, MovingAverage Slow, RecommendationWindow Recommendations) : DeciderState;
}
