using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Aws;
using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Tests.Simulation.Suite;

namespace AWSense.Scaling.Tests.Aws;

/// <summary>What a policy becomes on AWS, in each of the three modes.</summary>
public sealed class AwsPlanTests
{
    private static readonly AwsNames Names = new("workers", ["interactive", "bulk"]);
    private static readonly AwsNames OneQueue = new("workers", ["requests"]);
    private static readonly ScalingPolicy Seed = Native(SuitePolicies.All.Single(policy => policy.Name == "seed"));

    [Fact]
    public void The_original_policy_becomes_its_two_alarms()
    {
        var plan = AwsPlan.Of(Seed with { Aws = Seed.Aws with { SafetyNet = false } }, OneQueue);

        Assert.Equal((1, 19, 1), (plan.Group.Min, plan.Group.Max, plan.Group.Initial));
        Assert.Null(plan.TargetTracking);
        Assert.Empty(plan.Notifications);
        Assert.Collection(plan.StepPolicies, growth => AssertSeed(growth, "GreaterThanThreshold", 2, 1), shrinking => AssertSeed(shrinking, "LessThanThreshold", 3, -1));
        Assert.Equal((0, null), (plan.StepPolicies[0].Adjustments[0].Lower, plan.StepPolicies[0].Adjustments[0].Upper));
        Assert.Equal((null, 0), (plan.StepPolicies[1].Adjustments[0].Lower, plan.StepPolicies[1].Adjustments[0].Upper));
    }

    [Fact]
    public void Direct_leaves_the_capacity_to_the_controller_and_keeps_a_safety_net()
    {
        var plan = AwsPlan.Of(Demand(Actuation.Direct), Names);

        Assert.Null(plan.TargetTracking);
        var net = Assert.Single(plan.StepPolicies);
        Assert.Equal(new("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "interactive", MetricStatistic.Maximum, TimeSpan.FromMinutes(1)), net.Alarm.SingleMetric);
        Assert.Equal((120, 3, 3, "notBreaching"), (net.Alarm.Definition.Threshold, net.Alarm.Definition.EvaluationPeriods, net.Alarm.Definition.DatapointsToAlarm, net.Alarm.TreatMissingData));
        Assert.Equal((AdjustmentType.PercentChangeInCapacity, 25, 1), (net.AdjustmentType, net.Adjustments[0].Change, net.MinAdjustmentMagnitude));
        var silence = Assert.Single(plan.Notifications);
        Assert.Equal(("ObservationAge", "workers", "breaching"), (silence.SingleMetric!.Name, silence.SingleMetric.DimensionValue, silence.TreatMissingData));
    }

    [Fact]
    public void High_resolution_tracking_follows_the_published_ratio_and_only_adds()
    {
        var tracking = AwsPlan.Of(Demand(Actuation.HiResTargetTracking), Names).TargetTracking!;

        Assert.Equal((1, TimeSpan.FromSeconds(10), true), (tracking.Target, tracking.Period, tracking.DisableScaleIn));
        Assert.Equal(("AWSense", "CapacityRatio", TimeSpan.FromSeconds(10)), (tracking.Metrics[0].Metric!.Namespace, tracking.Metrics[0].Metric!.Name, tracking.Metrics[0].Metric!.Period));
    }

    [Fact]
    public void Two_queues_are_added_up_before_anything_is_computed_of_them()
    {
        var rule = new TargetTrackingRule { Target = 10, Metric = "outstanding / MAX(1, inService)" };
        var plan = AwsPlan.Of(Native(Demand(Actuation.Native) with { Rule = rule }), Names);

        Assert.Equal(
            [
                ("visible1", "interactive"), ("visible2", "bulk"), ("visible", "visible1 + visible2"),
                ("inFlight1", "interactive"), ("inFlight2", "bulk"), ("inFlight", "inFlight1 + inFlight2"),
                ("inService", "workers"), ("result", "(visible + inFlight) / IF(1 > inService, 1, inService)"),
            ],
            plan.TargetTracking!.Metrics.Select(line => (line.Id, line.Expression ?? line.Metric!.DimensionValue)));
        Assert.Equal("result", plan.TargetTracking.Metrics.Single(line => line.ReturnsData).Id);
    }

    [Fact]
    public void A_sum_over_two_queues_needs_no_line_more()
    {
        var growth = AwsPlan.Of(Seed, Names).StepPolicies[0];

        Assert.Equal(["visible1", "visible2", "visible"], growth.Alarm.Metrics.Select(line => line.Id));
        Assert.Null(growth.Alarm.SingleMetric);
        Assert.True(growth.Alarm.Metrics[2].ReturnsData);
    }

    [Theory]
    [InlineData("visible / 2", "visible / 2")]
    [InlineData("MAX(visible, inFlight, 3) * -2", "IF(IF(visible > inFlight, visible, inFlight) > 3, IF(visible > inFlight, visible, inFlight), 3) * (-2)")]
    [InlineData("FILL(visible, 0) - (inFlight - 1)", "FILL(visible, 0) - (inFlight - 1)")]
    [InlineData("-visible", "-(visible)")]
    [InlineData("MIN(visible, 5)", "IF(visible < 5, visible, 5)")]
    public void Expressions_are_told_in_the_words_of_CloudWatch(string ours, string theirs) =>
        Assert.Equal(theirs, MetricMath.Parse(ours).Text);

    [Fact]
    public void Simple_scaling_has_a_cooldown_in_place_of_a_warm_up()
    {
        var step = (StepRule)Seed.Rule;
        var policy = AwsPlan.Of(Seed with { Rule = new SimpleRule { Out = step.Out, Cooldown = TimeSpan.FromSeconds(60), Warmup = TimeSpan.FromSeconds(9) } }, OneQueue).StepPolicies[0];

        Assert.Equal((true, TimeSpan.FromSeconds(60), null), (policy.IsSimple, policy.Cooldown, policy.InstanceWarmup));
    }

    [Fact]
    public void The_hook_outlasts_the_drain_and_a_killing_policy_has_none()
    {
        Assert.Equal(TimeSpan.FromSeconds(180), AwsPlan.Of(Demand(Actuation.Direct), Names).Group.Hook!.HeartbeatTimeout);
        Assert.Null(AwsPlan.Of(Seed, Names).Group.Hook);
    }

    [Fact]
    public void A_warm_pool_always_has_the_size_that_was_asked_for()
    {
        var policy = Demand(Actuation.Direct);
        policy = policy with { Fleet = policy.Fleet with { Min = 2 }, Aws = policy.Aws with { WarmPool = true }, Capacity = policy.Capacity with { WarmPool = new() { Size = 3 } } };
        var pool = AwsPlan.Of(policy, Names).Group.WarmPool!;

        foreach (var desired in (int[])[2, 5, 19])
        {
            Assert.Equal(3, Math.Max(pool.MinSize, WarmPool.Size(desired, policy.Fleet.Max, pool.MaxPrepared)));
        }
    }

    [Fact]
    public void A_rule_that_AWS_has_nothing_for_is_refused() =>
        Assert.Throws<ArgumentException>(() => AwsPlan.Of(Demand(Actuation.Native), Names));

    [Theory]
    [InlineData(Actuation.Direct, true, true)]
    [InlineData(Actuation.HiResTargetTracking, false, true)]
    [InlineData(Actuation.Native, false, false)]
    public void Only_who_changes_the_capacity_may(Actuation actuation, bool grows, bool ends)
    {
        var actions = ControlPermissions.OfWeb(Demand(actuation)).Select(permission => permission.Action).ToList();

        Assert.Equal(grows, actions.Contains("autoscaling:SetDesiredCapacity"));
        Assert.Equal(ends, actions.Contains("autoscaling:TerminateInstanceInAutoScalingGroup"));
        Assert.DoesNotContain(actions, action => action.Contains('*', StringComparison.Ordinal));
    }

    private static void AssertSeed(StepPolicyPlan policy, string comparison, double threshold, double change)
    {
        Assert.Equal((comparison, threshold), (policy.Alarm.ComparisonOperator, policy.Alarm.Definition.Threshold));
        Assert.Equal((1, 1, "notBreaching"), (policy.Alarm.Definition.EvaluationPeriods, policy.Alarm.Definition.DatapointsToAlarm, policy.Alarm.TreatMissingData));
        Assert.Equal(
            new("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "requests", MetricStatistic.Maximum, TimeSpan.FromSeconds(60)),
            policy.Alarm.SingleMetric);
        Assert.Equal((AdjustmentType.ChangeInCapacity, "Maximum", change, false), (policy.AdjustmentType, policy.MetricAggregationType, policy.Adjustments.Single().Change, policy.IsSimple));
    }

    private static ScalingPolicy Native(ScalingPolicy policy) => policy with { Aws = policy.Aws with { Actuation = Actuation.Native } };

    private static ScalingPolicy Demand(Actuation actuation) => new() { Rule = new DemandRule(), Aws = new() { Actuation = actuation } };
}
