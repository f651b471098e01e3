using System.Globalization;
using System.Text.Json.Nodes;
using AWSense.Infrastructure.Compute;
using AWSense.Infrastructure.Tests.Support;
using AWSense.Scaling.Aws;

namespace AWSense.Infrastructure.Tests.Checks;

/// <summary>The stacks, made on a server of others, and read back by AWS's own client.</summary>
public sealed class DeploymentTests
{
    [Theory]
    [InlineData("mode=direct")]
    [InlineData("mode=hiResTargetTracking")]
    [InlineData("policy=seed mode=native")]
    [InlineData("policy=@policies/suite/step.yaml mode=native")]
    [InlineData("policy=@policies/suite/targetTracking60.yaml mode=native")]
    public async Task What_is_read_back_is_what_the_policy_says(string options)
    {
        var synthesis = Synthesis.Of([.. options.Split(' ').Select(option => option.Replace("@", $"{Repository.Root}/", StringComparison.Ordinal))]);
        var policy = synthesis.Options.Policy;
        var plan = ComputeStack.Plan(synthesis.Options);
        await using var server = await MotoServer.StartAsync();

        var made = await DeployAsync(server, synthesis);

        Assert.All(made["Stacks"]!.AsObject(), stack => Assert.Equal("CREATE_COMPLETE", stack.Value.Flat()));
        Assert.Equal(["awsense-bulk", "awsense-dead", "awsense-interactive", "awsense-presence"], made["Queues"].Many().Select(TemplateReading.Flat));
        Assert.Equal(3, made["Buckets"].Many().Count);
        Assert.Equal("awsense", Assert.Single(made["Dashboards"].Many()).Flat());
        var workers = made["Groups"]!["awsense-workers"]!;
        Assert.Equal((policy.Fleet.Min, policy.Fleet.Max), ((int)workers["MinSize"]!, (int)workers["MaxSize"]!));
        Assert.Equal(policy.Fleet.Min, workers["Instances"].Many().Count);
        Assert.Equal(2, made["Groups"]!["awsense-web"]!["Instances"].Many().Count);
        AssertHook(plan.Group, made["Hooks"].Many());
        AssertPolicies(plan, made);
    }

    private static async Task<JsonObject> DeployAsync(MotoServer server, Synthesis synthesis)
    {
        var script = Path.Combine(Repository.Root, "tests", "AWSense.Infrastructure.Tests", "Checks", "deploy.py");
        var (exitCode, output) = await Shell.RunAsync($"{MotoServer.Python} {script} {server.Address} {synthesis.Folder} {synthesis.Options.Names.Prefix}");
        Assert.True(exitCode == 0, output);
        return JsonNode.Parse(output)!.AsObject();
    }

    private static void AssertHook(GroupPlan plan, IReadOnlyList<JsonNode> hooks)
    {
        if (plan.Hook is null)
        {
            Assert.Empty(hooks);
            return;
        }

        var hook = Assert.Single(hooks);
        Assert.Equal((GroupPlan.DrainHook, GroupPlan.DrainTransition), (hook["LifecycleHookName"].Flat(), hook["LifecycleTransition"].Flat()));
        Assert.Equal(plan.Hook.HeartbeatTimeout.TotalSeconds, (double)hook["HeartbeatTimeout"]!);
    }

    private static void AssertPolicies(AwsPlan plan, JsonObject made)
    {
        var policies = made["Policies"].Many().ToDictionary(policy => policy["PolicyName"].Flat());
        var alarms = made["Alarms"]!.AsObject();
        Assert.Equal(plan.StepPolicies.Count + (plan.TargetTracking is null ? 0 : 1), policies.Count);
        Assert.All(plan.Notifications, alarm => AssertAlarm(alarm, alarms[$"awsense-{alarm.Name}"]!));
        foreach (var step in plan.StepPolicies)
        {
            var alarm = alarms[$"awsense-{step.Alarm.Name}"]!;
            var policy = policies.Values.Single(candidate => candidate["PolicyARN"].Flat() == alarm["AlarmActions"].Many().Single().Flat());
            AssertAlarm(step.Alarm, alarm);
            Assert.Equal(
                (step.AdjustmentType.ToString(), Text(step.MinAdjustmentMagnitude), Text(step.InstanceWarmup?.TotalSeconds)),
                (policy["AdjustmentType"].Flat(), Number(policy["MinAdjustmentMagnitude"]), Number(policy["EstimatedInstanceWarmup"])));
            Assert.Equal(
                step.Adjustments.Select(adjustment => (Text(adjustment.Lower), Text(adjustment.Upper), Text(adjustment.Change))),
                policy["StepAdjustments"].Many().Select(adjustment => (Number(adjustment["MetricIntervalLowerBound"]), Number(adjustment["MetricIntervalUpperBound"]), Number(adjustment["ScalingAdjustment"]))));
        }

        if (plan.TargetTracking is { } tracking)
        {
            AssertTracking(tracking, policies.Values.Single(policy => policy["PolicyType"].Flat() == "TargetTrackingScaling"));
        }
    }

    private static void AssertAlarm(AlarmPlan plan, JsonNode alarm)
    {
        var definition = plan.Definition;
        Assert.Equal(definition.Threshold, (double)alarm["Threshold"]!);
        Assert.Equal(plan.ComparisonOperator, alarm["ComparisonOperator"].Flat());
        Assert.Equal((definition.EvaluationPeriods, definition.DatapointsToAlarm), ((int)alarm["EvaluationPeriods"]!, (int)alarm["DatapointsToAlarm"]!));
        Assert.Equal(plan.TreatMissingData, alarm["TreatMissingData"].Flat());
        var periods = plan.SingleMetric is null
            ? alarm["Metrics"].Many().Select(line => line["MetricStat"]?["Period"]).Where(period => period is not null).Select(period => (double)period!)
            : [(double)alarm["Period"]!];
        Assert.All(periods, period => Assert.Equal(definition.Period.TotalSeconds, period));
        AssertMetrics(plan.Metrics, plan.SingleMetric is null ? alarm["Metrics"].Many() : null, alarm);
    }

    private static void AssertTracking(TargetTrackingPlan plan, JsonNode policy)
    {
        var configuration = policy["TargetTrackingConfiguration"]!;
        var metric = configuration["CustomizedMetricSpecification"]!;
        Assert.Equal(Text(plan.InstanceWarmup?.TotalSeconds), Number(policy["EstimatedInstanceWarmup"]));
        Assert.Equal((plan.Target, plan.DisableScaleIn), ((double)configuration["TargetValue"]!, (bool)configuration["DisableScaleIn"]!));
        Assert.Equal(plan.Period.TotalSeconds, (double)metric["Period"]!);
        AssertMetrics(plan.Metrics, metric["Metrics"]?.Many(), metric);
    }

    /// <summary>A single metric stands by itself; several are lines of their own.</summary>
    private static void AssertMetrics(IReadOnlyList<MetricQuery> plan, IReadOnlyList<JsonNode>? lines, JsonNode single)
    {
        if (lines is null or [])
        {
            Assert.Equal(Told(Assert.Single(plan).Metric!), Told(single, single["Statistic"]));
            return;
        }

        Assert.Equal(
            plan.Select(line => (line.Id, line.Expression ?? "", line.Metric is { } metric ? Told(metric) : default)),
            lines.Select(line => (line["Id"].Flat(), line["Expression"].Flat(), line["MetricStat"] is { } metric ? Told(metric["Metric"]!, metric["Stat"]) : default)));
    }

    private static (string Namespace, string Name, string Statistic, string Dimension, string Value) Told(MetricSource metric) =>
        (metric.Namespace, metric.Name, metric.Statistic.ToString(), metric.Dimension, metric.DimensionValue);

    private static (string Namespace, string Name, string Statistic, string Dimension, string Value) Told(JsonNode metric, JsonNode? statistic)
    {
        var dimension = Assert.Single(metric["Dimensions"].Many());
        return (metric["Namespace"].Flat(), metric["MetricName"].Flat(), statistic.Flat(), dimension["Name"].Flat(), dimension["Value"].Flat());
    }

    private static string Text(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Number(JsonNode? node) => node is null ? "" : Text((double)node);
}
