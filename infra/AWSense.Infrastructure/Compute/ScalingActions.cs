using Amazon.CDK.AWS.AutoScaling;
using AWSense.Infrastructure.Observability;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Compute;

/// <summary>The scaling policies of AWS that a plan asks for, each with its alarm.</summary>
internal static class ScalingActions
{
    /// <summary>Makes them.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="prefix">What the names of the alarms begin with.</param>
    /// <param name="group">The group that they change.</param>
    public static void Add(Construct scope, string prefix, CfnAutoScalingGroup group, AwsPlan plan)
    {
        foreach (var step in plan.StepPolicies)
        {
            var policy = new CfnScalingPolicy(scope, $"{Id(step.Name)}Policy", step.IsSimple ? Simple(group, step) : Stepwise(group, step));
            PlannedAlarm.Make(scope, $"{Id(step.Name)}Alarm", prefix, step.Alarm, [policy.Ref]);
        }

        if (plan.TargetTracking is { } tracking)
        {
            var policy = new CfnScalingPolicy(scope, $"{Id(tracking.Name)}Policy", Tracking(group, tracking));

            // Newer than the types of the CDK: without it the metric would be read once a minute.
            policy.AddPropertyOverride("TargetTrackingConfiguration.CustomizedMetricSpecification.Period", tracking.Period.TotalSeconds);
        }
    }

    private static CfnScalingPolicyProps Stepwise(CfnAutoScalingGroup group, StepPolicyPlan plan) => new()
    {
        AutoScalingGroupName = group.Ref,
        PolicyType = "StepScaling",
        AdjustmentType = plan.AdjustmentType.ToString(),
        MetricAggregationType = plan.MetricAggregationType,
        MinAdjustmentMagnitude = plan.MinAdjustmentMagnitude,
        EstimatedInstanceWarmup = plan.InstanceWarmup?.TotalSeconds,
        StepAdjustments = plan.Adjustments.Select(step => new CfnScalingPolicy.StepAdjustmentProperty
        {
            MetricIntervalLowerBound = step.Lower,
            MetricIntervalUpperBound = step.Upper,
            ScalingAdjustment = step.Change,
        }).ToArray(),
    };

    private static CfnScalingPolicyProps Simple(CfnAutoScalingGroup group, StepPolicyPlan plan) => new()
    {
        AutoScalingGroupName = group.Ref,
        PolicyType = "SimpleScaling",
        AdjustmentType = plan.AdjustmentType.ToString(),
        MinAdjustmentMagnitude = plan.MinAdjustmentMagnitude,
        ScalingAdjustment = plan.Adjustments[0].Change,
        Cooldown = plan.Cooldown!.Value.TotalSeconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static CfnScalingPolicyProps Tracking(CfnAutoScalingGroup group, TargetTrackingPlan plan) => new()
    {
        AutoScalingGroupName = group.Ref,
        PolicyType = "TargetTrackingScaling",
        EstimatedInstanceWarmup = plan.InstanceWarmup?.TotalSeconds,
        TargetTrackingConfiguration = new CfnScalingPolicy.TargetTrackingConfigurationProperty
        {
            TargetValue = plan.Target,
            DisableScaleIn = plan.DisableScaleIn,
            CustomizedMetricSpecification = plan.Metrics is [{ Metric: { } single }] ? Single(single) : Many(plan.Metrics),
        },
    };

    private static CfnScalingPolicy.CustomizedMetricSpecificationProperty Single(MetricSource metric) => new()
    {
        Namespace = metric.Namespace,
        MetricName = metric.Name,
        Statistic = metric.Statistic.ToString(),
        Dimensions = new[] { Dimension(metric) },
    };

    private static CfnScalingPolicy.CustomizedMetricSpecificationProperty Many(IReadOnlyList<MetricQuery> lines) => new()
    {
        Metrics = lines.Select(line => new CfnScalingPolicy.TargetTrackingMetricDataQueryProperty
        {
            Id = line.Id,
            Expression = line.Expression,
            ReturnData = line.ReturnsData,
            MetricStat = line.Metric is not { } metric ? null : new CfnScalingPolicy.TargetTrackingMetricStatProperty
            {
                Stat = metric.Statistic.ToString(),
                Metric = new CfnScalingPolicy.MetricProperty { Namespace = metric.Namespace, MetricName = metric.Name, Dimensions = new[] { Dimension(metric) } },
            },
        }).ToArray(),
    };

    private static CfnScalingPolicy.MetricDimensionProperty Dimension(MetricSource metric) => new() { Name = metric.Dimension, Value = metric.DimensionValue };

    // scale-out becomes ScaleOut.
    private static string Id(string name) => string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
