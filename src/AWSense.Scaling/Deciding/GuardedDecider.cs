using System.Collections.Immutable;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>What holds for every rule: missing figures, the bounds of the fleet, and the bounds on a decision.</summary>
/// <param name="readsQueue">The rule reads the queue, so that without a reading it can't decide.</param>
internal sealed class GuardedDecider(ScalingPolicy policy, IDecider rule, bool readsQueue) : IDecider
{
    private static readonly TimeSpan ReversalWindow = TimeSpan.FromHours(1);

    private readonly CapacitySchedule floors = new(policy.Fleet.FloorSchedule);

    public DeciderState Initial => new State(rule.Initial, 0, 0, []);

    public (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state)
    {
        var before = (State)state;
        if (FindGap(observation) is { } gap)
        {
            return (WithoutFigures(observation, before, gap), before with { Failures = before.Failures + 1 });
        }

        var (wanted, inner) = rule.Decide(observation, before.Rule);
        return Bound(wanted, observation, before with { Rule = inner, Failures = 0 });
    }

    /// <summary>Why the figures can't be used; null when they can.</summary>
    private string? FindGap(ScalingObservation observation)
    {
        if (!readsQueue)
        {
            return null;
        }

        if (observation.Queue is not { } queue)
        {
            return "the queue can't be read";
        }

        var age = observation.Now - queue.ReadAt;
        return age > policy.Signals.MaxAge ? $"the last reading of the queue is {age.TotalSeconds:0.#} s old" : null;
    }

    private ScalingDecision WithoutFigures(ScalingObservation observation, State before, string gap)
    {
        var current = observation.Fleet.Current;
        var fallback = policy.Signals.Fallback;
        if (policy.Signals.OnMissing == MissingSignals.Hold || before.Failures + 1 < fallback.AfterFailures)
        {
            return new(Clamp(current, observation.Now), $"{gap}: hold");
        }

        var capacity = fallback.Behavior switch
        {
            FallbackBehavior.Current => current,
            FallbackBehavior.Static => fallback.Capacity,
            _ => Math.Max(current, fallback.Capacity),
        };
        return new(Clamp(capacity, observation.Now), $"{gap}: fallback") { Kind = ReasonKind.Missing };
    }

    private (ScalingDecision Decision, DeciderState State) Bound(ScalingDecision wanted, ScalingObservation observation, State state)
    {
        var current = observation.Fleet.Current;
        var desired = Math.Clamp(
            wanted.Desired,
            current - Math.Min(current, policy.Limits.MaxStepIn ?? current),
            policy.Limits.MaxStepOut is { } most ? current + most : int.MaxValue);
        desired = Clamp(desired, observation.Now);
        var direction = Math.Sign(desired - current);
        var bounded = new ScalingDecision(desired, wanted.Reason) { Kind = direction == Math.Sign(wanted.Desired - current) ? wanted.Kind : ReasonKind.Bounds };
        if (direction == 0 || direction == state.Direction)
        {
            return (bounded, state);
        }

        var recent = state.Reversals.RemoveAll(at => at <= observation.Now - ReversalWindow);
        if (direction < 0 && recent.Count >= policy.Limits.ReversalsPerHour)
        {
            return (new(current, $"{wanted.Reason}; already {recent.Count} changes of direction in an hour: hold"), state with { Reversals = recent });
        }

        var reversals = state.Direction == 0 ? recent : recent.Add(observation.Now);
        return (bounded, state with { Direction = direction, Reversals = reversals });
    }

    private int Clamp(int workers, DateTimeOffset now)
    {
        var least = floors.At(now)?.Workers ?? policy.Fleet.Min;
        return Math.Clamp(workers, Math.Min(least, policy.Fleet.Max), policy.Fleet.Max);
    }

    /// <param name="Rule">The state of the rule.</param>
    /// <param name="Failures">Readings in a row that couldn't be used.</param>
    /// <param name="Direction">Sign of the last change; 0 before the first.</param>
    /// <param name="Reversals">When the direction changed, in the last hour.</param>
    private sealed record State(DeciderState Rule, int Failures, int Direction, ImmutableList<DateTimeOffset> Reversals) : DeciderState;
}
