namespace AWSense.Scaling.Policies;

/// <summary>Bounds on each decision, whatever the rule says.</summary>
public sealed record LimitSettings
{
    /// <summary>The most workers one decision may add, at least 1; null, the default, sets no bound.</summary>
    public int? MaxStepOut { get; init; }

    /// <summary>The most workers one decision may give up, at least 1; null, the default, sets no bound.</summary>
    public int? MaxStepIn { get; init; }

    /// <summary>Changes of direction in any hour, at least 1, beyond which the fleet no longer shrinks. The default is 30; null sets no bound.</summary>
    public int? ReversalsPerHour { get; init; } = 30;
}

/// <summary>How a worker is given up.</summary>
public sealed record DrainSettings
{
    /// <summary>The default is <see cref="DrainMode.Graceful"/>.</summary>
    public DrainMode Mode { get; init; } = DrainMode.Graceful;

    /// <summary>How long a worker may take to finish what it has begun; null, the default, leaves it to where the worker runs.</summary>
    /// <remarks>On an instance that is <see cref="TimeoutOnInstances"/>, on one machine the setting <c>Fleet:DrainTimeout</c>.</remarks>
    public TimeSpan? Timeout { get; init; }

    /// <summary><see cref="Timeout"/> for workers on instances, simulated ones too: 120 seconds where the policy says nothing.</summary>
    public TimeSpan TimeoutOnInstances => Timeout ?? TimeSpan.FromSeconds(120);

    /// <summary>A request that can't be finished in time is given back at once rather than when its lease ends. The default is true.</summary>
    /// <remarks>False counts in the simulator only: workers always give back what they can, and a check of the policy says so.</remarks>
    public bool ReturnUnfinished { get; init; } = true;

    /// <summary>Who goes first. The default is <see cref="VictimOrder.IdleFirst"/>.</summary>
    public VictimOrder Victim { get; init; } = VictimOrder.IdleFirst;
}

/// <summary>How a worker ends.</summary>
public enum DrainMode
{
    /// <summary>It takes nothing new, finishes what it has begun, and ends.</summary>
    Graceful = 0,

    /// <summary>It is ended at once, busy or not; its request is seen again when the lease ends.</summary>
    Kill = 1,
}

/// <summary>Which worker goes first.</summary>
public enum VictimOrder
{
    /// <summary>The oldest idle one, then the youngest that is still booting, then the oldest busy one.</summary>
    IdleFirst = 0,

    /// <summary>The oldest, busy or not.</summary>
    OldestFirst = 1,
}

/// <summary>How decisions become actions on AWS.</summary>
public sealed record AwsSettings
{
    /// <summary>The default is <see cref="Policies.Actuation.Direct"/>.</summary>
    public Actuation Actuation { get; init; } = Actuation.Direct;

    /// <summary>Alarms on the age of the oldest request and on a silent controller are made as well. The default is true.</summary>
    public bool SafetyNet { get; init; } = true;

    /// <summary>Zones may be balanced by ending instances. The default is false: it ends busy ones.</summary>
    public bool AzRebalance { get; init; }

    /// <summary>Make the warm pool of <see cref="CapacitySettings.WarmPool"/>. The default is false.</summary>
    public bool WarmPool { get; init; }
}

/// <summary>Who changes the desired capacity on AWS.</summary>
public enum Actuation
{
    /// <summary>Our controller, through the API.</summary>
    Direct = 0,

    /// <summary>Target tracking on a high-resolution metric that our controller publishes.</summary>
    HiResTargetTracking = 1,

    /// <summary>Alarms and policies of AWS, made from the rule.</summary>
    Native = 2,
}
