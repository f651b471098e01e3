using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.AutoScaling;
using Amazon.CDK.AWS.EC2;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Compute;

/// <summary>The Auto Scaling group of the workers, as the policy's plan wants it.</summary>
internal sealed class WorkerFleet
{
    private const int ReplacedTogether = 4;

    public WorkerFleet(Construct scope, DeploymentOptions options, NetworkParts network, Machine machine, GroupPlan plan)
    {
        Group = new(scope, "Workers", new CfnAutoScalingGroupProps
        {
            AutoScalingGroupName = options.Names.WorkerGroup,
            MinSize = Text(plan.Min),
            MaxSize = Text(plan.Max),
            VpcZoneIdentifier = Subnets(network.Vpc, plan),
            LaunchTemplate = plan.SpotPercent == 0 ? Launched(machine) : null,
            MixedInstancesPolicy = plan.SpotPercent == 0 ? null : Mixed(machine, plan.SpotPercent),
            CapacityRebalance = plan.CapacityRebalance ? true : null,
            DefaultInstanceWarmup = plan.InstanceWarmup.TotalSeconds,
            HealthCheckType = "EC2",
            MetricsCollection = new[] { new CfnAutoScalingGroup.MetricsCollectionProperty { Granularity = "1Minute", Metrics = [.. GroupPlan.EnabledMetrics] } },
            LifecycleHookSpecificationList = Hooks(plan),
            Tags = [new CfnAutoScalingGroup.TagPropertyProperty { Key = "Name", Value = options.Names.WorkerGroup, PropagateAtLaunch = true }],
        });
        Group.Node.AddDependency(network.Vpc.InternetConnectivityEstablished);
        Group.CfnOptions.UpdatePolicy = Rolling(plan, options.Policy.Capacity.BootTime.Prior);
        AddWarmPool(scope, plan);
        AddFloors(scope, plan);
    }

    /// <summary>The group.</summary>
    public CfnAutoScalingGroup Group { get; }

    internal static CfnAutoScalingGroup.LaunchTemplateSpecificationProperty Launched(Machine machine) =>
        new() { LaunchTemplateId = machine.Template.Ref, Version = machine.Template.AttrLatestVersionNumber };

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A group can't be made with AZRebalance suspended, and balancing ends busy workers: where it isn't wanted, there is one zone, and nothing to balance.
    private static string[] Subnets(Vpc vpc, GroupPlan plan) =>
        [.. vpc.PublicSubnets.Take(plan.AzRebalance ? vpc.PublicSubnets.Length : 1).Select(subnet => subnet.SubnetId)];

    private static CfnAutoScalingGroup.MixedInstancesPolicyProperty Mixed(Machine machine, int spotPercent) => new()
    {
        LaunchTemplate = new CfnAutoScalingGroup.LaunchTemplateProperty { LaunchTemplateSpecification = Launched(machine) },
        InstancesDistribution = new CfnAutoScalingGroup.InstancesDistributionProperty
        {
            OnDemandBaseCapacity = 0,
            OnDemandPercentageAboveBaseCapacity = 100 - spotPercent,
            SpotAllocationStrategy = "price-capacity-optimized",
        },
    };

    private static object[]? Hooks(GroupPlan plan)
    {
        object[] hooks =
        [
            .. plan.LaunchHook is { } launch ? [Hook(GroupPlan.LaunchHookName, GroupPlan.LaunchTransition, launch.HeartbeatTimeout, GroupPlan.LaunchDefaultResult)] : Array.Empty<object>(),
            .. plan.Hook is { } drain ? [Hook(GroupPlan.DrainHook, GroupPlan.DrainTransition, drain.HeartbeatTimeout, GroupPlan.DrainDefaultResult)] : Array.Empty<object>(),
        ];
        return hooks.Length == 0 ? null : hooks;
    }

    private static CfnAutoScalingGroup.LifecycleHookSpecificationProperty Hook(string name, string transition, TimeSpan heartbeat, string defaultResult) => new()
    {
        LifecycleHookName = name,
        LifecycleTransition = transition,
        HeartbeatTimeout = heartbeat.TotalSeconds,
        DefaultResult = defaultResult,
    };

    // A new release reaches the workers in turn; each drains by the hook before it goes.
    private static CfnUpdatePolicy Rolling(GroupPlan plan, TimeSpan boot) => new()
    {
        AutoScalingRollingUpdate = new CfnAutoScalingRollingUpdate
        {
            MinInstancesInService = Math.Min(plan.Min, plan.Max - 1),
            MaxBatchSize = ReplacedTogether,
            PauseTime = Duration.Seconds(boot.TotalSeconds).ToIsoString(),
            SuspendProcesses = ["AlarmNotification", "AZRebalance", "HealthCheck", "ReplaceUnhealthy", "ScheduledActions"],
        },
    };

    private void AddWarmPool(Construct scope, GroupPlan plan)
    {
        if (plan.WarmPool is { } pool)
        {
            _ = new CfnWarmPool(scope, "WarmPool", new CfnWarmPoolProps
            {
                AutoScalingGroupName = Group.Ref,
                MinSize = pool.MinSize,
                MaxGroupPreparedCapacity = pool.MaxPrepared,
                PoolState = pool.State.ToString(),
                InstanceReusePolicy = pool.Reuse ? new CfnWarmPool.InstanceReusePolicyProperty { ReuseOnScaleIn = true } : null,
            });
        }
    }

    private void AddFloors(Construct scope, GroupPlan plan)
    {
        foreach (var (floor, index) in plan.FloorSchedule.Select((floor, index) => (floor, index)))
        {
            _ = new CfnScheduledAction(scope, $"Floor{index + 1}", new CfnScheduledActionProps
            {
                AutoScalingGroupName = Group.Ref,
                Recurrence = floor.Cron,
                MinSize = floor.Workers,
            });
        }
    }
}
