using Amazon.CDK;
using Amazon.CDK.AWS.AutoScaling;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Amazon.CDK.AWS.Route53;
using Amazon.CDK.AWS.Route53.Targets;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Compute;

/// <summary>The web instances and the load balancer in front of them.</summary>
internal sealed class WebTier
{
    // A minute longer than the longest wait of a client: POST / answers within ten minutes, and an instance that goes lets its clients finish.
    private static readonly Duration Patience = Duration.Minutes(11);

    private static readonly Duration StartPause = Duration.Minutes(2);

    public WebTier(Construct scope, DeploymentOptions options, NetworkParts network, Machine machine)
    {
        Balancer = new(scope, "Balancer", new ApplicationLoadBalancerProps
        {
            LoadBalancerName = options.Names.Prefix,
            Vpc = network.Vpc,
            InternetFacing = true,
            SecurityGroup = network.Balancer,
            IdleTimeout = Patience,
            DropInvalidHeaderFields = true,
        });
        Targets = new(scope, "WebTargets", new ApplicationTargetGroupProps
        {
            Vpc = network.Vpc,
            Port = BootPlan.WebPort,
            Protocol = ApplicationProtocol.HTTP,
            TargetType = TargetType.INSTANCE,
            DeregistrationDelay = Patience,

            // A page lives in the instance that rendered it. Clients of the API have no such cookie, and go wherever there is room.
            StickinessCookieName = BootPlan.PageCookie,
            StickinessCookieDuration = Duration.Days(1),
            HealthCheck = new Amazon.CDK.AWS.ElasticLoadBalancingV2.HealthCheck
            {
                Path = "/health/ready",
                Interval = Duration.Seconds(10),
                Timeout = Duration.Seconds(5),
                HealthyThresholdCount = 2,
                UnhealthyThresholdCount = 3,
            },
        });
        AddListeners(scope, options);
        AddGroup(scope, options, network, machine);
        AddRecord(scope, options);
        Address = $"{(options.Certificate is null ? "http" : "https")}://{options.Domain ?? Balancer.LoadBalancerDnsName}/";
    }

    /// <summary>The load balancer.</summary>
    public ApplicationLoadBalancer Balancer { get; }

    /// <summary>The instances that it sends requests to.</summary>
    public ApplicationTargetGroup Targets { get; }

    /// <summary>Where clients find the service.</summary>
    public string Address { get; }

    private void AddListeners(Construct scope, DeploymentOptions options)
    {
        if (options.Certificate is not { } certificate)
        {
            Balancer.AddListener("Http", new BaseApplicationListenerProps { Port = 80, Open = false, DefaultTargetGroups = [Targets] });
            Annotations.Of(scope).AddWarningV2("awsense:plain-http", "Without the option certificate the load balancer speaks plain HTTP, and API keys can be read on the way.");
            return;
        }

        Balancer.AddListener("Https", new BaseApplicationListenerProps
        {
            Port = 443,
            Open = false,
            Certificates = [ListenerCertificate.FromArn(certificate)],
            SslPolicy = SslPolicy.TLS13_RES,
            DefaultTargetGroups = [Targets],
        });
        Balancer.AddListener("Http", new BaseApplicationListenerProps
        {
            Port = 80,
            Open = false,
            DefaultAction = ListenerAction.Redirect(new RedirectOptions { Protocol = "HTTPS", Port = "443", Permanent = true }),
        });
    }

    // One more than wanted may run, so that a new release is up before an old instance goes.
    private void AddGroup(Construct scope, DeploymentOptions options, NetworkParts network, Machine machine)
    {
        var group = new CfnAutoScalingGroup(scope, "WebInstances", new CfnAutoScalingGroupProps
        {
            AutoScalingGroupName = options.Names.WebGroup,
            MinSize = WorkerFleet.Text(options.WebInstances),
            MaxSize = WorkerFleet.Text(options.WebInstances + 1),
            VpcZoneIdentifier = [.. network.Vpc.PublicSubnets.Select(subnet => subnet.SubnetId)],
            LaunchTemplate = WorkerFleet.Launched(machine),
            TargetGroupArns = [Targets.TargetGroupArn],

            // Readiness says whether to send requests here, not whether to end the instance: where the queue can't be reached, all are unready at once.
            HealthCheckType = "EC2",
            DefaultInstanceWarmup = 0,
            Tags = [new CfnAutoScalingGroup.TagPropertyProperty { Key = "Name", Value = options.Names.WebGroup, PropagateAtLaunch = true }],
        });
        group.CfnOptions.UpdatePolicy = new CfnUpdatePolicy
        {
            AutoScalingRollingUpdate = new CfnAutoScalingRollingUpdate
            {
                MinInstancesInService = options.WebInstances,
                MaxBatchSize = 1,
                PauseTime = StartPause.ToIsoString(),
                SuspendProcesses = ["AlarmNotification", "AZRebalance", "HealthCheck", "ReplaceUnhealthy", "ScheduledActions"],
            },
        };

        // A target group is used by a load balancer only once a listener names it.
        group.Node.AddDependency(Balancer, network.Vpc.InternetConnectivityEstablished);
    }

    private void AddRecord(Construct scope, DeploymentOptions options)
    {
        if (options is { Domain: { } domain, HostedZone: { } id })
        {
            _ = new ARecord(scope, "Name", new ARecordProps
            {
                RecordName = domain,
                Zone = HostedZone.FromHostedZoneAttributes(scope, "Zone", new HostedZoneAttributes { HostedZoneId = id, ZoneName = domain }),
                Target = RecordTarget.FromAlias(new LoadBalancerTarget(Balancer)),
            });
        }
    }
}
