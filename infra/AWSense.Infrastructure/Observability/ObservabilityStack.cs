using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Amazon.CDK.AWS.SNS;
using AWSense.Infrastructure.Compute;
using AWSense.Infrastructure.Data;
using AWSense.Infrastructure.Settings;
using Constructs;

namespace AWSense.Infrastructure.Observability;

/// <summary>What people look at, and what tells them to: the dashboard and the alarms that change nothing.</summary>
internal sealed class ObservabilityStack : Stack
{
    private static readonly Duration Minute = Duration.Minutes(1);

    public ObservabilityStack(Construct scope, string id, DeploymentOptions options, ComputeStack compute, IStackProps props)
        : base(scope, id, props)
    {
        var topic = Topic.FromTopicArn(this, "Told", DataStack.TopicArn(this, options));
        var tell = new SnsAction(topic);
        var prefix = options.Names.Prefix;
        foreach (var plan in ComputeStack.Plan(options).Notifications)
        {
            PlannedAlarm.Make(this, plan.Name, prefix, plan, [topic.TopicArn]);
        }

        var metrics = new ServiceMetrics(options.Names);
        Tell("DeadLetters", "dead-letters", "SQS has given a request up: its worker died a hundred times, or the sweep of the web tier stands still", metrics.DeadLetters, 0, 1);
        Tell(
            "WebFailures",
            "web-failures",
            "Clients got ten errors of the service's own (5xx) in each of five minutes",
            Web(compute, metrics => metrics.HttpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, new MetricOptions { Period = Minute, Statistic = "Sum" })),
            9,
            5);
        Tell(
            "WebUnhealthy",
            "web-unhealthy",
            "A web instance has not been ready for five minutes",
            compute.Web.Targets.Metrics.UnhealthyHostCount(new MetricOptions { Period = Minute, Statistic = "Maximum" }),
            0,
            5);
        ServiceDashboard.Add(this, options, metrics, compute.Web);

        void Tell(string name, string alarm, string description, IMetric metric, double threshold, int minutes) => new Alarm(this, name, new AlarmProps
        {
            AlarmName = $"{prefix}-{alarm}",
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = minutes,
            DatapointsToAlarm = minutes,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        }).AddAlarmAction(tell);
    }

    private static Metric Web(ComputeStack compute, Func<IApplicationLoadBalancerMetrics, Metric> metric) => metric(compute.Web.Balancer.Metrics);
}
