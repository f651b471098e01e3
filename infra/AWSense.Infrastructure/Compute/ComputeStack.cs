using Amazon.CDK;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Compute;

/// <summary>What runs: the network, the workers' group with its scaling, the web tier.</summary>
internal sealed class ComputeStack : Stack
{
    public ComputeStack(Construct scope, string id, DeploymentOptions options, IStackProps props)
        : base(scope, id, props)
    {
        var plan = Plan(options);
        var network = new NetworkParts(this, options);
        var workers = new WorkerFleet(this, options, network, new(this, options, InstanceRole.Worker, network.Worker), plan.Group);
        ScalingActions.Add(this, options.Names.Prefix, workers.Group, plan);
        Web = new(this, options, network, new(this, options, InstanceRole.Web, network.Web));
        _ = new CfnOutput(this, "Address", new CfnOutputProps { Value = Web.Address, Description = "Where clients find the service" });
    }

    /// <summary>The web tier.</summary>
    public WebTier Web { get; }

    /// <summary>What the policy of a deployment becomes on AWS.</summary>
    public static AwsPlan Plan(DeploymentOptions options) =>
        AwsPlan.Of(options.Policy, new(options.Names.WorkerGroup, options.Names.RequestQueues));
}
