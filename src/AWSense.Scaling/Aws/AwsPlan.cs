using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Aws;

/// <summary>What a scaling policy becomes on AWS: the group, and the alarms and policies that the infrastructure makes for it.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><see cref="Actuation.Direct"/>: none but the safety net; the controller sets the capacity.</item>
/// <item><see cref="Actuation.HiResTargetTracking"/>: target tracking on the ratio that the controller publishes, which only adds; the controller gives up.</item>
/// <item><see cref="Actuation.Native"/>: the alarms and policies that the rule is made of; the controller observes.</item>
/// </list>
/// </remarks>
public sealed record AwsPlan
{
    /// <summary>The group.</summary>
    public required GroupPlan Group { get; init; }

    /// <summary>Step and simple scaling policies, each with its alarm.</summary>
    public required IReadOnlyList<StepPolicyPlan> StepPolicies { get; init; }

    /// <summary>The target tracking policy; null where there is none.</summary>
    public required TargetTrackingPlan? TargetTracking { get; init; }

    /// <summary>Alarms that tell people and change nothing.</summary>
    public required IReadOnlyList<AlarmPlan> Notifications { get; init; }

    /// <summary>Makes the plan of a policy.</summary>
    /// <param name="policy">A policy without errors.</param>
    /// <param name="names">The resources that metrics are read from.</param>
    /// <exception cref="ArgumentException">The policy asks for <see cref="Actuation.Native"/> with a rule that AWS has nothing for, which the check of policies reports.</exception>
    public static AwsPlan Of(ScalingPolicy policy, AwsNames names)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfZero(names.RequestQueues.Count, nameof(names));
        var metrics = new MetricQueries(names);
        List<StepPolicyPlan> steps = [];
        TargetTrackingPlan? tracking = null;
        switch (policy.Aws.Actuation, policy.Rule)
        {
            case (Actuation.Direct, _):
                break;
            case (Actuation.HiResTargetTracking, _):
                tracking = CapacityTracking(metrics);
                break;
            case (_, StepRule rule):
                steps.AddRange(Steps(rule, metrics));
                break;
            case (_, TargetTrackingRule rule):
                tracking = new("target-tracking", metrics.Of(rule.Metric, MetricStatistic.Average, rule.Period), rule.Target, rule.Period, rule.DisableScaleIn, rule.Warmup);
                break;
            default:
                throw new ArgumentException($"AWS has nothing that {policy.Rule.GetType().Name} could become.", nameof(policy));
        }

        if (policy.Aws.SafetyNet)
        {
            steps.Add(SafetyNet.Growth(policy, metrics));
        }

        return new()
        {
            Group = GroupPlan.Of(policy),
            StepPolicies = steps,
            TargetTracking = tracking,
            Notifications = policy.Aws is { SafetyNet: true, Actuation: not Actuation.Native } ? [SafetyNet.SilentController(metrics)] : [],
        };
    }

    private static TargetTrackingPlan CapacityTracking(MetricQueries metrics) => new(
        "capacity-ratio",
        [metrics.Controller("capacityRatio", ControllerMetrics.CapacityRatio, MetricStatistic.Average, ControllerMetrics.HighResolution)],
        Target: 1,
        ControllerMetrics.HighResolution,
        DisableScaleIn: true,
        InstanceWarmup: null);

    private static IEnumerable<StepPolicyPlan> Steps(StepRule rule, MetricQueries metrics)
    {
        if (rule.Out is { } growth)
        {
            yield return Step("scale-out", rule, growth, metrics);
        }

        if (rule.In is { } shrinking)
        {
            yield return Step("scale-in", rule, shrinking, metrics);
        }
    }

    private static StepPolicyPlan Step(string name, StepRule rule, AlarmRule alarm, MetricQueries metrics) => new()
    {
        Name = name,
        Alarm = new()
        {
            Name = name,
            Description = $"{Vocabulary.Statistics.Of(alarm.Statistic)} of {alarm.Metric} {Vocabulary.Comparisons.Of(alarm.Comparison)} {alarm.Threshold:0.####}",
            Metrics = metrics.Of(alarm.Metric, alarm.Statistic, alarm.Period),
            Definition = AlarmDefinition.Of(alarm),
        },
        AdjustmentType = alarm.Type,
        Adjustments = alarm.Adjustments,
        MinAdjustmentMagnitude = alarm.Type == AdjustmentType.PercentChangeInCapacity ? alarm.MinMagnitude : null,
        InstanceWarmup = rule is SimpleRule ? null : rule.Warmup,
        Cooldown = (rule as SimpleRule)?.Cooldown,
    };
}
