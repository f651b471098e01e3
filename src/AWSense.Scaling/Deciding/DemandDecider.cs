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
    private readonly double drain = rule.DrainShare > 0 ? rule.DrainShare * policy.Slo.LatencyP95.TotalSeconds : rule.DrainWithin.TotalSeconds;
    private readonly bool learns = rule.LearningTime > TimeSpan.Zero;

    public DeciderState Initial =>
        new State(null, default, default, RecommendationWindow.Empty, ArrivalPattern.Unknown, LearnedHold.Unknown);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var before = (State)state;
        var queue = observation.Queue!;
        var estimates = observation.Estimates;
        var (perSecond, seconds) = ArrivalMark.Since(before.Mark, queue);
        var jumped = Jumped(before, perSecond, seconds, estimates);
        var after = WithRates(before, perSecond, seconds, jumped, estimates) with { Mark = ArrivalMark.Of(queue) };
        var demand = Demand(after, estimates);
        var wanted = Want(observation, demand with { Note = jumped ? $"{demand.Note}, after a jump," : demand.Note });
        var hold = learns ? before.Hold.Choose(rule.Hold, estimates.BootTime) : rule.Hold;
        var (recommendations, largest) = before.Recommendations.Add(observation.Now, wanted.Workers, hold, Longest(hold, estimates));
        after = after with { Recommendations = recommendations, Hold = Gaps(before.Hold, observation, wanted, seconds) };
        var current = observation.Fleet.Current;
        var decision = wanted.Workers < largest && largest <= current
            ? new ScalingDecision(
                Math.Min(current, largest),
                $"{wanted.Reason}; {largest} were wanted within {hold.TotalSeconds:0.#} s{(learns ? ", the best hold lately" : "")}")
            : new ScalingDecision(Math.Max(wanted.Workers, Math.Min(current, largest)), wanted.Reason) { Kind = wanted.IsForBacklog ? ReasonKind.Backlog : ReasonKind.Rule };
        return (decision, after);
    }

    /// <summary>The rate has jumped, and a backlog couldn't be made good within the promise.</summary>
    private bool Jumped(State before, double perSecond, double seconds, CapacityEstimates estimates) =>
        rule.JumpSigma > 0 && estimates.BootTime.TotalSeconds > slo && before.Fast.Value is { } average
        && before.Pattern.IsJump(average, perSecond, seconds, rule.JumpSigma);

    private State WithRates(State before, double perSecond, double seconds, bool jumped, CapacityEstimates estimates)
    {
        var window = rule.RateWindow.TotalSeconds;
        var fast = jumped ? new(perSecond) : before.Fast.Add(perSecond, seconds, window);
        var slow = before.Slow.Add(perSecond, seconds, 5 * window);
        var pattern = !learns ? before.Pattern : before.Pattern.Add(
            before.Fast.Value, fast.Value ?? 0, perSecond, seconds, estimates.BootTime.TotalSeconds, rule.LearningTime.TotalSeconds);
        return before with { Fast = fast, Slow = slow, Pattern = pattern };
    }

    private TimeSpan Longest(TimeSpan hold, CapacityEstimates estimates) =>
        learns && LearnedHold.Longest(estimates.BootTime) is var longest && longest > hold ? longest : hold;

    /// <summary>Learns from what the demand alone wants: workers for an old backlog aren't missed when it is gone.</summary>
    private LearnedHold Gaps(LearnedHold before, ScalingObservation observation, WantedWorkers wanted, double seconds)
    {
        var steady = Math.Min(wanted.Workers, Math.Max(wanted.Floor, observation.Fleet.Current));
        var bounded = Math.Clamp(steady, Math.Min(policy.Fleet.Min, policy.Fleet.Max), policy.Fleet.Max);
        return learns
            ? before.Add(observation.Now, bounded, seconds, observation.Estimates, slo, rule.LearningTime.TotalSeconds)
            : before;
    }

    /// <summary>The demand, in slots, and how far noise may have moved it.</summary>
    private DemandEstimate Demand(State rates, CapacityEstimates estimates)
    {
        var (fast, slow) = (rates.Fast.Value ?? 0, rates.Slow.Value ?? 0);
        var window = rule.RateWindow.TotalSeconds;
        var service = estimates.ServiceTime.TotalSeconds;
        var deviation = Math.Sqrt(Math.Max(1, rates.Pattern.Dispersion) * fast / (2 * window)); // of the average of a Poisson stream
        var (expected, lasting) = rates.Pattern.Expect(fast, estimates.BootTime.TotalSeconds);
        var rate = fast - slow > 2 * deviation
            ? expected + (rule.Trend * (fast - slow) * estimates.BootTime.TotalSeconds / (5 * window))
            : expected;
        var note = lasting < 0.995 ? $" ({fast:0.##} now, {rates.Pattern.Mean:0.##} in the mean; {lasting:P0} of the difference lasts)" : "";
        return new(rate, rate * service * (1 + rule.Headroom), deviation * service, slow * service, note);
    }

    private WantedWorkers Want(ScalingObservation observation, DemandEstimate demand)
    {
        var estimates = observation.Estimates;
        var service = estimates.ServiceTime.TotalSeconds;
        var current = observation.Fleet.Current * slotsPerWorker;
        var waiting = observation.Queue!.Waiting * service;
        var needed = demand.Slots + (rule.Confidence * demand.Deviation);
        var floor = Confirmed(Base(needed, estimates), current, demand, estimates);
        var projected = waiting + (demand.Slots * estimates.BootTime.TotalSeconds) - Supply(observation);
        var budget = rule.WaitBudget * slo * current;
        var rate = $"{demand.PerSecond:0.##} requests/s{demand.Note} of {service:0.###} s are {demand.Slots:0.##} slots";
        if (projected > budget)
        {
            var missing = (int)Math.Ceiling((projected - budget) / drain);
            var reason = $"{rate}; {projected:0.#} slot-seconds will wait in {estimates.BootTime.TotalSeconds:0.#} s, {budget:0.#} may";
            return new(Workers(Math.Max(floor, current + missing)), Workers(floor), reason) { IsForBacklog = true };
        }

        if (waiting > rule.ReleaseBelow * slo * current && floor < current)
        {
            return new(observation.Fleet.Current, Workers(floor), $"{rate}; {observation.Queue.Waiting} still wait");
        }

        if (floor >= current)
        {
            return new(Workers(floor), Workers(floor), rate);
        }

        var steady = Math.Min(current, Math.Max(floor, Base(needed + (rule.NoiseSigma * demand.Deviation), estimates)));
        var noise = steady > floor ? $", {demand.Deviation * rule.NoiseSigma:0.##} of them noise" : "";
        return new(Workers(steady), Workers(floor), $"{rate}{noise}");
    }

    /// <summary>Growth for the rate alone, where the slow average asks for it as well; a burst that is soon over moves only the fast one.</summary>
    private int Confirmed(int floor, int current, DemandEstimate demand, CapacityEstimates estimates) =>
        rule.ConfirmGrowth && floor > current ? Math.Clamp(Base(demand.SlowSlots, estimates), current, floor) : floor;

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
            return Punctual(whole + 1, slots, estimates.ServiceTime.TotalSeconds);
        }

        // A fraction of a slot fills the waiting that the objective allows so slowly that a worker for it wouldn't earn its start.
        var buffer = rule.WaitBudget * slo * whole / estimates.BilledBootTime.TotalSeconds;
        return whole >= 1 && slots - whole < buffer ? whole : whole + 1;
    }

    /// <summary>As many slots at least, and as many more as keep the share of late requests below what is allowed.</summary>
    private int Punctual(int slots, double load, double service)
    {
        var most = policy.Fleet.Max * slotsPerWorker;
        while (rule.LateShare > 0 && slots < most && ErlangC.WaitBeyond(slots, load, (slo / service) - 2) > rule.LateShare)
        {
            slots++;
        }

        return slots;
    }

    private int Workers(int slots) => (slots + slotsPerWorker - 1) / slotsPerWorker;

    /// <param name="PerSecond">Requests a second.</param>
    /// <param name="Slots">Slots they keep busy.</param>
    /// <param name="Deviation">Standard deviation of that, in slots.</param>
    /// <param name="SlowSlots">Slots that the slow average keeps busy.</param>
    /// <param name="Note">What the rate comes from, where it isn't plain; else empty.</param>
    private readonly record struct DemandEstimate(double PerSecond, double Slots, double Deviation, double SlowSlots, string Note);

    /// <param name="Workers">How many there should be.</param>
    /// <param name="Floor">How many the demand needs, without any backlog.</param>
    /// <param name="Reason">Why.</param>
    private readonly record struct WantedWorkers(int Workers, int Floor, string Reason)
    {
        /// <summary>The backlog that there will be asks for more than what there is.</summary>
        public bool IsForBacklog { get; init; }
    }

    /// <param name="Pattern">What the arrivals are like; nothing known while the rule doesn't learn.</param>
    /// <param name="Hold">How long it pays to keep a worker; nothing known while the rule doesn't learn.</param>
    private sealed record State(
        ArrivalMark? Mark,
        MovingAverage Fast,
        MovingAverage Slow,
        RecommendationWindow Recommendations,
        ArrivalPattern Pattern,
        LearnedHold Hold) : DeciderState;
}
