using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>The queue's length over a target for each worker, as KEDA's SQS scaler and the Kubernetes autoscaler compute it.</summary>
internal sealed class KedaDecider(KedaRule rule, int min) : IDecider
{
    public DeciderState Initial => new State(RecommendationWindow.Empty);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var queue = observation.Queue!;
        var current = observation.Fleet.Current;
        var requests = rule.ScaleOnInFlight ? queue.Outstanding : queue.Waiting;
        var wanted = Keda.Desired(rule, requests, current, min);
        var (window, largest) = ((State)state).Window.Add(observation.Now, wanted, rule.Stabilization);
        var desired = wanted > current
            ? Math.Min(wanted, HorizontalPodAutoscaler.ScaleUpLimit(current))
            : Math.Min(current, largest);
        return (new(desired, $"{requests} requests at {rule.QueueLength:0.##} a worker need {wanted}"), new State(window));
    }

    private sealed record State(RecommendationWindow Window) : DeciderState;
}
