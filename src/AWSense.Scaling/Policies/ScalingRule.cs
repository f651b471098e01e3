namespace AWSense.Scaling.Policies;

/// <summary>The rule that decides: one of <see cref="DemandRule"/>, <see cref="PlainRule"/>, <see cref="StepRule"/>, <see cref="SimpleRule"/>,
/// <see cref="TargetTrackingRule"/>, <see cref="KedaRule"/>, <see cref="FixedRule"/> and <see cref="ScheduleRule"/>.</summary>
public abstract record ScalingRule;

/// <summary>Capacity for the demand (arrival rate times service time), corrected by the backlog that will be there when an ordered worker can serve.</summary>
public sealed record DemandRule : ScalingRule
{
    /// <summary>Time constant of the average of the arrival rate. The default is 40 seconds.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Share of the promised latency that the projected backlog may take, above 0 and at most 1. The default is 0.5.</summary>
    public double WaitBudget { get; init; } = 0.5;

    /// <summary>Share of the promised latency below which the backlog no longer holds the fleet, from 0. The default is 0.02.</summary>
    public double ReleaseBelow { get; init; } = 0.02;

    /// <summary>Time in which a backlog above the budget is to be worked off. The default is 10 seconds.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The fleet shrinks to the most that was wanted in this time. The default is 45 seconds.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Standard deviations of the rate by which it must have fallen before the fleet shrinks, from 0. The default is 1.</summary>
    public double NoiseSigma { get; init; } = 1;

    /// <summary>Share of capacity on top of the demand, from 0. The default is 0.</summary>
    public double Headroom { get; init; }

    /// <summary>Weight of the extrapolated trend of the rate, from 0. The default is 0.</summary>
    public double Trend { get; init; }

    /// <summary>Standard deviations of the rate added to the demand, from 0. The default is 0.</summary>
    public double Confidence { get; init; }

    /// <summary>Share of the promised latency in which a backlog above the budget is to be worked off, from 0 to <see cref="WaitBudget"/>.
    /// The default, 0, leaves it to <see cref="DrainWithin"/>. A third is good.</summary>
    public double DrainShare { get; init; }

    /// <summary>Time over which the rule learns from the load, at least some boot times; 0, the default, learns nothing. Half an hour is good.</summary>
    /// <remarks>Three things are learned: how much the rate varies by chance; which part of a change of the rate is still there a boot time later,
    /// so that no worker is ordered for a burst that will be over; and how long an unneeded worker is best kept. <see cref="Hold"/> holds until
    /// something is known about the last.</remarks>
    public TimeSpan LearningTime { get; init; }

    /// <summary>Standard deviations by which the rate of one interval must exceed the average to be believed at once, from 0. The default, 0,
    /// never does; 6 is good. It matters only where a boot takes longer than the promised latency, since else there is time to wait and see.</summary>
    public double JumpSigma { get; init; }

    /// <summary>Without a backlog the fleet grows only where the average over five times <see cref="RateWindow"/> asks for it as well. The default
    /// is false; true suits a rate window so short that one burst fills it.</summary>
    public bool ConfirmGrowth { get; init; }

    /// <summary>Steady only: share of requests that may miss the promise though the fleet isn't too small, by Erlang's formula, from 0 to 1.
    /// The default, 0, doesn't ask. It matters only where the promise is about as short as the service time; 0.05 is good there.</summary>
    public double LateShare { get; init; }
}

/// <summary>The demand rule in its plainest form: rate and backlog, and the largest of the last decisions.</summary>
public sealed record PlainRule : ScalingRule
{
    /// <summary>Time constant of the average of the arrival rate. The default is 30 seconds.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Utilisation to plan for, above 0 and at most 1. The default is 0.97.</summary>
    public double Utilization { get; init; } = 0.97;

    /// <summary>Time in which the backlog is to be worked off. The default is 60 seconds.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The fleet shrinks to the most that was wanted in this time. The default is 60 seconds.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Desired capacity follows the queue's length, as KEDA and the Kubernetes autoscaler compute it.</summary>
public sealed record KedaRule : ScalingRule
{
    /// <summary>Requests a worker may have outstanding, above 0. The default is 5.</summary>
    public double QueueLength { get; init; } = 5;

    /// <summary>Requests that must be exceeded before the fleet leaves 0, from 0. The default is 0.</summary>
    public double Activation { get; init; }

    /// <summary>Leased requests count as well. The default is true.</summary>
    public bool ScaleOnInFlight { get; init; } = true;

    /// <summary>The fleet shrinks to the most that was wanted in this time. The default is 300 seconds.</summary>
    public TimeSpan Stabilization { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Relative distance from the target within which nothing changes, from 0. The default is 0.1.</summary>
    public double Tolerance { get; init; } = 0.1;
}

/// <summary>Always the same number of workers.</summary>
public sealed record FixedRule : ScalingRule
{
    /// <summary>How many, from 0.</summary>
    public required int Capacity { get; init; }
}

/// <summary>A number of workers by the clock.</summary>
public sealed record ScheduleRule : ScalingRule
{
    /// <summary>At least one; the last one that has come counts.</summary>
    public required IReadOnlyList<ScheduledCapacity> Entries { get; init; }
}
