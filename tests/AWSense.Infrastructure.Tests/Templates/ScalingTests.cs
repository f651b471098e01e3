using System.Text.Json.Nodes;
using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>What is simulated is what is deployed: group, alarms and policies are those of the policy.</summary>
public sealed class ScalingTests
{
    [Fact]
    public void The_originals_policy_adds_one_above_two_and_takes_one_below_three()
    {
        var synthesis = Synthesis.Of("policy=seed", "mode=native");

        synthesis.Template.HasResourceProperties("AWS::AutoScaling::AutoScalingGroup", new Dictionary<string, object>
        {
            ["AutoScalingGroupName"] = "awsense-workers",
            ["MinSize"] = "1",
            ["MaxSize"] = "19",
        });
        AssertStep(synthesis.Compute, "ScaleOut", "GreaterThanThreshold", threshold: 2, change: 1);
        AssertStep(synthesis.Compute, "ScaleIn", "LessThanThreshold", threshold: 3, change: -1);
    }

    [Fact]
    public void A_controller_that_sets_the_capacity_has_only_the_safety_net_beside_it()
    {
        var compute = Synthesis.Of("mode=direct").Compute;

        Assert.Single(compute.Of("AWS::AutoScaling::ScalingPolicy"));
        AssertSafetyNet(compute);
    }

    [Fact]
    public void Without_its_rights_target_tracking_follows_its_metric_every_ten_seconds_and_never_shrinks()
    {
        var compute = Synthesis.Of("mode=hiResTargetTracking").Compute;
        var policies = compute.Of("AWS::AutoScaling::ScalingPolicy");
        var tracking = policies["CapacityRatioPolicy"]["TargetTrackingConfiguration"]!;
        var metric = tracking["CustomizedMetricSpecification"]!;

        Assert.Equal(2, policies.Count);
        Assert.Equal(("1", "true"), (tracking["TargetValue"].Flat(), tracking["DisableScaleIn"].Flat()));
        Assert.Equal(("AWSense", "CapacityRatio", "10", "Average"), (metric["Namespace"].Flat(), metric["MetricName"].Flat(), metric["Period"].Flat(), metric["Statistic"].Flat()));
        Assert.Equal("awsense-workers", metric["Dimensions"]![0]!["Value"].Flat());
        AssertSafetyNet(compute);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("suite/targetTracking60")]
    public void The_safety_net_stands_beside_what_aws_does_itself_too(string policy)
    {
        var synthesis = Synthesis.Of($"policy={Path.Combine(Repository.Root, "policies", $"{policy}.yaml")}", "mode=native");

        AssertSafetyNet(synthesis.Compute);
        Assert.DoesNotContain(synthesis.Observability.Of("AWS::CloudWatch::Alarm").Values, alarm => alarm["AlarmName"].Flat() == "awsense-controller-silent");
    }

    [Fact]
    public void Simple_scaling_changes_the_fleet_once_and_then_pauses()
    {
        var simple = PolicyText.Option("simple", """
            signals: { source: cloudwatch, interval: 60s, maxAge: 180s }
            policy:
              simple:
                metric: visible
                period: 60s
                out: { threshold: 10, comparison: ">=", adjustments: [{ lower: 0, change: 2 }] }
                in: { threshold: 1, comparison: "<", type: PercentChangeInCapacity, minMagnitude: 1, adjustments: [{ upper: 0, change: -25 }] }
                cooldown: 200s
            """);

        var policies = Synthesis.Of(simple, "mode=native").Compute.Of("AWS::AutoScaling::ScalingPolicy");

        var (growth, shrinking) = (policies["ScaleOutPolicy"], policies["ScaleInPolicy"]);
        Assert.All([growth, shrinking], policy => Assert.Equal(("SimpleScaling", "200"), (policy["PolicyType"].Flat(), policy["Cooldown"].Flat())));
        Assert.All([growth, shrinking], policy => Assert.True(policy["StepAdjustments"] is null && policy["EstimatedInstanceWarmup"] is null));
        Assert.Equal(("ChangeInCapacity", "2", ""), (growth["AdjustmentType"].Flat(), growth["ScalingAdjustment"].Flat(), growth["MinAdjustmentMagnitude"].Flat()));
        Assert.Equal(("PercentChangeInCapacity", "-25", "1"), (shrinking["AdjustmentType"].Flat(), shrinking["ScalingAdjustment"].Flat(), shrinking["MinAdjustmentMagnitude"].Flat()));
    }

    [Fact]
    public void Natively_tracked_targets_may_be_sums_and_quotients()
    {
        var compute = Synthesis.Of($"policy={Path.Combine(Repository.Root, "policies", "suite", "targetTracking60.yaml")}", "mode=native").Compute;
        var metrics = compute.Of("AWS::AutoScaling::ScalingPolicy")["TargetTrackingPolicy"]["TargetTrackingConfiguration"]!["CustomizedMetricSpecification"]!["Metrics"].Many();

        Assert.Contains(metrics, line => line["MetricStat"]?["Metric"]?["MetricName"].Flat() == "GroupInServiceInstances");
        Assert.Single(metrics, line => line["ReturnData"].Flat() == "true");
        Assert.Single(metrics, line => line["Expression"].Flat() == "(visible + inFlight) / inService");
    }

    [Fact]
    public void An_instance_drains_before_it_goes_unless_the_policy_kills()
    {
        var hook = Assert.Single(Workers(Synthesis.Of())["LifecycleHookSpecificationList"].Many());

        Assert.Equal(("autoscaling:EC2_INSTANCE_TERMINATING", "180", "CONTINUE"), (hook["LifecycleTransition"].Flat(), hook["HeartbeatTimeout"].Flat(), hook["DefaultResult"].Flat()));
        Assert.Null(Workers(Synthesis.Of("policy=seed", "mode=native"))["LifecycleHookSpecificationList"]);
    }

    [Theory]
    [InlineData("warmPool=3", 2)]
    [InlineData("warmPool=3 policy=seed mode=native", 1)]
    public void An_instance_boots_before_it_enters_the_warm_pool_or_comes_into_service(string options, int hooks)
    {
        var synthesis = Synthesis.Of(options.Split(' '));

        var all = Workers(synthesis)["LifecycleHookSpecificationList"].Many();
        var hook = Assert.Single(all, candidate => candidate["LifecycleTransition"].Flat() == "autoscaling:EC2_INSTANCE_LAUNCHING");
        Assert.Equal(hooks, all.Count);
        Assert.Equal(("awsense-launch", "600", "ABANDON"), (hook["LifecycleHookName"].Flat(), hook["HeartbeatTimeout"].Flat(), hook["DefaultResult"].Flat()));
        var machine = synthesis.Compute.The("AWS::EC2::LaunchTemplate", "WorkerTemplate")["LaunchTemplateData"]!["UserData"].Flat();
        Assert.Contains("LAUNCH_HOOK=awsense-launch\nLAUNCH_GROUP=awsense-workers\n", machine, StringComparison.Ordinal);
        var grants = synthesis.Compute.The("AWS::IAM::Policy", "WorkerRole")["PolicyDocument"]!.Statements().SelectMany(statement => statement["Action"].Many());
        Assert.Contains(grants, action => action.Flat() == "autoscaling:CompleteLifecycleAction");
    }

    [Fact]
    public void Without_a_warm_pool_nothing_holds_a_launch() => Assert.DoesNotContain(
        "LAUNCH_HOOK=", Synthesis.Of().Compute.The("AWS::EC2::LaunchTemplate", "WorkerTemplate")["LaunchTemplateData"]!["UserData"].Flat(), StringComparison.Ordinal);

    [Fact]
    public void A_deployment_never_sets_the_desired_capacity()
    {
        Assert.All(Synthesis.Of().Compute.Of("AWS::AutoScaling::AutoScalingGroup").Values, group => Assert.Null(group["DesiredCapacity"]));
    }

    [Fact]
    public void Workers_share_one_zone_so_that_nothing_is_balanced_by_ending_them()
    {
        Assert.Single(Workers(Synthesis.Of())["VPCZoneIdentifier"].Many());
    }

    [Fact]
    public void Sizes_spot_share_and_warm_pool_come_from_the_context()
    {
        var spot = Workers(Synthesis.Of("min=2", "max=9", "spot=60"));
        var warm = Synthesis.Of("warmPool=3").Compute;

        Assert.Equal(("2", "9", "true"), (spot["MinSize"].Flat(), spot["MaxSize"].Flat(), spot["CapacityRebalance"].Flat()));
        Assert.Equal("40", spot["MixedInstancesPolicy"]!["InstancesDistribution"]!["OnDemandPercentageAboveBaseCapacity"].Flat());
        var pool = Assert.Single(warm.Of("AWS::AutoScaling::WarmPool")).Value;
        Assert.Equal(("3", "4", "Stopped"), (pool["MinSize"].Flat(), pool["MaxGroupPreparedCapacity"].Flat(), pool["PoolState"].Flat()));
    }

    [Fact]
    public void The_workers_metrics_are_collected_every_minute()
    {
        var collection = Assert.Single(Workers(Synthesis.Of())["MetricsCollection"].Many());

        Assert.Equal("1Minute", collection["Granularity"].Flat());
        Assert.Contains("GroupInServiceInstances", collection["Metrics"].Many().Select(TemplateReading.Flat));
    }

    private static void AssertStep(JsonObject compute, string id, string comparison, int threshold, int change)
    {
        var policy = compute.Of("AWS::AutoScaling::ScalingPolicy")[$"{id}Policy"];
        var alarm = compute.Of("AWS::CloudWatch::Alarm")[$"{id}Alarm"];
        var step = Assert.Single(policy["StepAdjustments"].Many());

        Assert.Equal(("ChangeInCapacity", $"{change}", "0"), (policy["AdjustmentType"].Flat(), step["ScalingAdjustment"].Flat(), policy["EstimatedInstanceWarmup"].Flat()));
        Assert.Equal(change > 0 ? "0" : "", step["MetricIntervalLowerBound"].Flat());
        Assert.Equal(change > 0 ? "" : "0", step["MetricIntervalUpperBound"].Flat());
        Assert.Equal((comparison, $"{threshold}", "1", "1"), (alarm["ComparisonOperator"].Flat(), alarm["Threshold"].Flat(), alarm["EvaluationPeriods"].Flat(), alarm["DatapointsToAlarm"].Flat()));
        Assert.Equal($"${{{id}Policy}}", Assert.Single(alarm["AlarmActions"].Many()).Flat());
        var metrics = alarm["Metrics"].Many().Where(line => line["MetricStat"] is not null).Select(line => line["MetricStat"]!).ToList();
        Assert.Equal(["awsense-interactive", "awsense-bulk"], metrics.Select(metric => metric["Metric"]!["Dimensions"]![0]!["Value"].Flat()));
        Assert.All(metrics, metric => Assert.Equal(("60", "Maximum", "ApproximateNumberOfMessagesVisible"), (metric["Period"].Flat(), metric["Stat"].Flat(), metric["Metric"]!["MetricName"].Flat())));
    }

    // The promise is 30 seconds; a quarter more, every minute in which the oldest request has waited for more than four times that.
    private static void AssertSafetyNet(JsonObject compute)
    {
        var policy = compute.Of("AWS::AutoScaling::ScalingPolicy")["OldestRequestPolicy"];
        var alarm = compute.Of("AWS::CloudWatch::Alarm")["OldestRequestAlarm"];

        Assert.Equal(("PercentChangeInCapacity", "1", "25"), (policy["AdjustmentType"].Flat(), policy["MinAdjustmentMagnitude"].Flat(), policy["StepAdjustments"]![0]!["ScalingAdjustment"].Flat()));
        Assert.Equal(("ApproximateAgeOfOldestMessage", "60", "120"), (alarm["MetricName"].Flat(), alarm["Period"].Flat(), alarm["Threshold"].Flat()));
        Assert.Equal(("3", "3", "notBreaching"), (alarm["EvaluationPeriods"].Flat(), alarm["DatapointsToAlarm"].Flat(), alarm["TreatMissingData"].Flat()));
        Assert.Equal("${OldestRequestPolicy}", Assert.Single(alarm["AlarmActions"].Many()).Flat());
    }

    private static JsonObject Workers(Synthesis synthesis) => synthesis.Compute.Of("AWS::AutoScaling::AutoScalingGroup")["Workers"];
}
