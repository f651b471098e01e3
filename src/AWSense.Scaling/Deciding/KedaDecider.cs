using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>The queue's length over a target for each worker, as KEDA's SQS scaler and the Kubernetes autoscaler compute it.</summary>
internal sealed class KedaDecider(KedaRule rule) : IDecider
{
    /// <summary>The default scale-up policy of the autoscaler: what doubles the fleet, or four more.</summary>
    private const int StepOutMin = 4;

    public DeciderState Initial => new State(RecommendationWindow.Empty);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var queue = observation.Queue!;
        var current = observation.Fleet.Current;
        var requests = rule.ScaleOnInFlight ? queue.Outstanding : queue.Waiting;
        var wanted = Wanted(requests, current);
        var (window, largest) = ((State)state).Window.Add(observation.Now, wanted, rule.Stabilization);
        var desired = wanted > current
            ? Math.Min(wanted, Math.Max(2 * current, current + StepOutMin))
            : Math.Min(current, largest);
        return (new(desired, $"{requests} requests at {rule.QueueLength:0.##} a worker need {wanted}"), new State(window));
    }

    private int Wanted(long requests, int current)
    {
        if (current == 0)
        {
            // The step from zero has a rule of its own, which a ratio to nothing couldn't give.
            return requests > rule.Activation ? Math.Max(1, (int)Math.Ceiling(requests / rule.QueueLength)) : 0;
        }

        var ratio = requests / (rule.QueueLength * current);
        return Math.Abs(ratio - 1) <= rule.Tolerance ? current : (int)Math.Ceiling(requests / rule.QueueLength);
    }

    private sealed record State(RecommendationWindow Window) : DeciderState;
}
