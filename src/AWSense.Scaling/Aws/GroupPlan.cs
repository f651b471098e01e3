using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>The Auto Scaling group that a policy asks for.</summary>
public sealed record GroupPlan
{
    /// <summary>Name of the lifecycle hook that holds an instance until its worker has drained.</summary>
    public const string DrainHook = "awsense-drain";

    /// <summary>The transition that the hook holds.</summary>
    public const string DrainTransition = "autoscaling:EC2_INSTANCE_TERMINATING";

    /// <summary>What follows when nobody completes the hook in time.</summary>
    public const string DrainDefaultResult = "CONTINUE";

    /// <summary>Name of the lifecycle hook that holds an instance until it has booted: on its way into the warm pool, where AWS would stop it half-made, and out of it into service.</summary>
    public const string LaunchHookName = "awsense-launch";

    /// <summary>The transition that this hook holds.</summary>
    public const string LaunchTransition = "autoscaling:EC2_INSTANCE_LAUNCHING";

    /// <summary>What follows when nobody completes it in time: the instance is ended, and another is made.</summary>
    public const string LaunchDefaultResult = "ABANDON";

    /// <summary>The tag with which the controller asks an instance to drain. Instances read their tags from the metadata service, so that must offer them (<c>InstanceMetadataTags</c>).</summary>
    public const string DrainTag = "awsense:drain";

    /// <summary>The metrics of the group that alarms and dashboards read; CloudWatch has them only where they are enabled, with a granularity of a minute.</summary>
    public static IReadOnlyList<string> EnabledMetrics { get; } =
        ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupPendingInstances", "GroupTerminatingInstances", "GroupMinSize", "GroupMaxSize"];

    // Twice the five minutes after which an instance that can't come up ends itself.
    private static readonly TimeSpan LaunchMax = TimeSpan.FromMinutes(10);

    // What the hook has beyond the time that a worker may take to drain, to see the order and to answer.
    private static readonly TimeSpan HookMargin = TimeSpan.FromSeconds(60);

    /// <summary>The fewest instances.</summary>
    public required int Min { get; init; }

    /// <summary>The most instances.</summary>
    public required int Max { get; init; }

    /// <summary>The desired capacity when the group is made. A later deployment must not set it again.</summary>
    public required int Initial { get; init; }

    /// <summary>Time after which a new instance counts, unless a policy says otherwise. Zero: without a warm pool an instance is in service while it still boots, and the controller goes by its worker's own word.</summary>
    public TimeSpan InstanceWarmup { get; init; } = TimeSpan.Zero;

    /// <summary>Zones may be balanced by ending instances. If not, the process <c>AZRebalance</c> is to be suspended.</summary>
    public required bool AzRebalance { get; init; }

    /// <summary>The hook named <see cref="DrainHook"/>; null where instances are ended at once.</summary>
    public required LifecycleHook? Hook { get; init; }

    /// <summary>The hook named <see cref="LaunchHookName"/>; null where there is no warm pool.</summary>
    public LifecycleHook? LaunchHook { get; init; }

    /// <summary>The warm pool; null where there is none.</summary>
    public required WarmPoolPlan? WarmPool { get; init; }

    /// <summary>Share of spot instances, from 0 to 100.</summary>
    public required int SpotPercent { get; init; }

    /// <summary>Replace a spot instance as soon as its interruption is likely (<c>CapacityRebalance</c>).</summary>
    public required bool CapacityRebalance { get; init; }

    /// <summary>Scheduled actions that set the fewest instances, in UTC.</summary>
    public required IReadOnlyList<ScheduledCapacity> FloorSchedule { get; init; }

    /// <summary>The hook for workers that take so long to drain at most.</summary>
    public static LifecycleHook HookFor(TimeSpan drainTimeout) => new() { HeartbeatTimeout = drainTimeout + HookMargin };

    /// <summary>Whether a policy asks for a warm pool on AWS.</summary>
    internal static bool HasWarmPool(ScalingPolicy policy) => policy.Aws.WarmPool && policy.Capacity.WarmPool.Size > 0;

    internal static GroupPlan Of(ScalingPolicy policy) => new()
    {
        Min = policy.Fleet.Min,
        Max = policy.Fleet.Max,
        Initial = policy.Fleet.Initial,
        AzRebalance = policy.Aws.AzRebalance,
        Hook = policy.Drain.Mode == DrainMode.Graceful ? HookFor(policy.Drain.TimeoutOnInstances) : null,
        LaunchHook = HasWarmPool(policy) ? new() { HeartbeatTimeout = LaunchMax } : null,
        WarmPool = HasWarmPool(policy) ? WarmPoolPlan.Of(policy) : null,
        SpotPercent = policy.Capacity.Purchase.SpotPercent,
        CapacityRebalance = policy.Capacity.Purchase is { SpotPercent: > 0, Rebalance: true },
        FloorSchedule = policy.Fleet.FloorSchedule,
    };
}

/// <summary>A warm pool.</summary>
/// <param name="MinSize">The fewest prepared instances (<c>MinSize</c>).</param>
/// <param name="MaxPrepared">The most instances, those in service included, up to which the pool is filled (<c>MaxGroupPreparedCapacity</c>).</param>
/// <param name="State">The state they are kept in.</param>
/// <param name="Reuse">They go back into the pool on scale-in (<c>ReuseOnScaleIn</c>).</param>
public sealed record WarmPoolPlan(int MinSize, int MaxPrepared, WarmPoolState State, bool Reuse)
{
    // The pool has MaxPrepared less the desired capacity, and never less than MinSize: with these two always just the size that was asked for.
    internal static WarmPoolPlan Of(ScalingPolicy policy)
    {
        var pool = policy.Capacity.WarmPool;
        return new(pool.Size, policy.Fleet.Min + pool.Size, pool.State, pool.Reuse);
    }
}
