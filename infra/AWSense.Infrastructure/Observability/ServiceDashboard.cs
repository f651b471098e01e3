using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using AWSense.Infrastructure.Compute;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Observability;

/// <summary>One page: does it keep its promise, does the fleet follow the demand, what do clients get.</summary>
internal static class ServiceDashboard
{
    private const double Half = 12;

    /// <summary>Makes it.</summary>
    public static void Add(Construct scope, DeploymentOptions options, ServiceMetrics metrics, WebTier web)
    {
        var minute = new MetricOptions { Period = Duration.Minutes(1) };
        var requests = web.Balancer.Metrics.RequestCount(minute);
        var errors = web.Balancer.Metrics.HttpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, minute);
        var answers = web.Targets.Metrics.TargetResponseTime(new MetricOptions { Period = Duration.Minutes(1), Statistic = "p95" });
        var lanes = metrics.Lanes.ToList();
        var dashboard = new Dashboard(scope, "Dashboard", new DashboardProps { DashboardName = options.Names.Prefix, DefaultInterval = Duration.Hours(3) });
        dashboard.AddWidgets(
            Graph("Workers", metrics.Fleet),
            Graph("Requests in the queues", lanes.SelectMany(lane => new[] { lane.Waiting, lane.Leased })));
        dashboard.AddWidgets(
            Graph($"Oldest request, in seconds ({options.Policy.Slo.LatencyP95.TotalSeconds:0} are promised)", lanes.Select(lane => lane.Age)),
            Graph("Answers of the web tier, p95 in seconds", [answers]));
        dashboard.AddWidgets(
            Graph("Requests and errors a minute", [requests, errors]),
            Graph("Dead letters, and age of what the controller knows in seconds", [metrics.DeadLetters, metrics.Controller(ControllerMetrics.ObservationAge, "observation age")]));
    }

    private static GraphWidget Graph(string title, IEnumerable<IMetric> lines) => new(new GraphWidgetProps
    {
        Title = title,
        Width = Half,
        Left = [.. lines],
        LeftYAxis = new YAxisProps { Min = 0 },
    });
}
