namespace AWSense.Scaling.Deciding;

/// <summary>A scaling rule at work: a pure function of observation and state, without clock, input or log.</summary>
public interface IDecider
{
    /// <summary>The state before the first decision.</summary>
    DeciderState Initial { get; }

    /// <summary>Decides.</summary>
    /// <param name="observation">What is known now; never older than the one before.</param>
    /// <param name="state">What the last decision left, or <see cref="Initial"/>.</param>
    /// <returns>The decision, and the state for the next one. The same arguments always give the same answer.</returns>
    (ScalingDecision Decision, DeciderState State) Decide(ScalingObservation observation, DeciderState state);
}

/// <summary>What a decider remembers between two decisions; immutable.</summary>
public abstract record DeciderState;
