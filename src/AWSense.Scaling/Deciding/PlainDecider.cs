using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>The demand rule in its plainest form.</summary>
internal sealed class PlainDecider(PlainRule rule, int slotsPerWorker) : IDecider
{
    public DeciderState Initial => new State(null, default, RecommendationWindow.Empty);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var before = (State)state;
        var queue = observation.Queue!;
        var service = observation.Estimates.ServiceTime.TotalSeconds;
        var (perSecond, seconds) = ArrivalMark.Since(before.Mark, queue);
        var rate = before.Rate.Add(perSecond, seconds, rule.RateWindow.TotalSeconds);
        var slots = ((rate.Value ?? 0) * service / rule.Utilization) + (queue.Waiting * service / rule.DrainWithin.TotalSeconds);
        var wanted = (int)Math.Ceiling(slots / slotsPerWorker);
        var (window, largest) = before.Window.Add(observation.Now, wanted, rule.Hold);
        var reason = $"{rate.Value:0.##} requests/s of {service:0.###} s and {queue.Waiting} waiting need {slots:0.#} slots";
        return (new(largest, reason), new State(ArrivalMark.Of(queue), rate, window));
    }

    private sealed record State(ArrivalMark? Mark, MovingAverage Rate, RecommendationWindow Window) : DeciderState;
}
