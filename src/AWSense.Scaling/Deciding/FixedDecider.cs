using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>Always the same number of workers.</summary>
internal sealed class FixedDecider(FixedRule rule) : IDecider
{
    public DeciderState Initial => Stateless.Instance;

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state) =>
        (new(rule.Capacity, $"always {rule.Capacity}"), state);
}

/// <summary>The state of a decider that remembers nothing.</summary>
internal sealed record Stateless : DeciderState
{
    public static readonly Stateless Instance = new();
}
