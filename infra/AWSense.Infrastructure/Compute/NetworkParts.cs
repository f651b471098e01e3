using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Compute;

/// <summary>The network: public subnets in two zones without NAT, S3 by an endpoint, and nothing that comes in but through the load balancer.</summary>
internal sealed class NetworkParts
{
    /// <summary>The addresses of the network.</summary>
    public const string Cidr = "10.0.0.0/16";

    private const int Https = 443;
    private const int Http = 80;

    public NetworkParts(Construct scope, DeploymentOptions options)
    {
        var stack = Stack.Of(scope);
        Vpc = new(scope, "Network", new VpcProps
        {
            IpAddresses = IpAddresses.Cidr(Cidr),
            MaxAzs = 2,
            NatGateways = 0,
            SubnetConfiguration = [new SubnetConfiguration { Name = "public", SubnetType = SubnetType.PUBLIC, CidrMask = 20 }],
        });
        AddObjectEndpoint(stack, options);

        Balancer = Group(scope, "BalancerAccess", "The load balancer: from the allowed networks, to the web tier");
        Web = Group(scope, "WebAccess", "Web instances: from the load balancer, to AWS");
        Worker = Group(scope, "WorkerAccess", "Workers: from nowhere, to AWS");
        foreach (var network in options.Allow)
        {
            Balancer.AddIngressRule(Peer.Ipv4(network), Port.Tcp(Http), "Clients, or on to HTTPS");
            if (options.Certificate is not null)
            {
                Balancer.AddIngressRule(Peer.Ipv4(network), Port.Tcp(Https), "Clients");
            }
        }

        Balancer.AddEgressRule(Web, Port.Tcp(BootPlan.WebPort), "To the web tier");
        Web.AddIngressRule(Balancer, Port.Tcp(BootPlan.WebPort), "From the load balancer");
        Web.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(Https), "To AWS");
        Worker.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(Https), "To AWS");
    }

    public Vpc Vpc { get; }

    /// <summary>Of the load balancer.</summary>
    public SecurityGroup Balancer { get; }

    /// <summary>Of the web instances.</summary>
    public SecurityGroup Web { get; }

    /// <summary>Of the workers.</summary>
    public SecurityGroup Worker { get; }

    private static SecurityGroup Group(Construct scope, string id, string description) => new(scope, id, new SecurityGroupProps
    {
        Vpc = scope.Node.FindChild("Network") as Vpc ?? throw new InvalidOperationException("The network comes first."),
        Description = description,
        AllowAllOutbound = false,
    });

    // Through the endpoint an instance reaches the buckets of this deployment alone, whatever its role says.
    private void AddObjectEndpoint(Stack stack, DeploymentOptions options)
    {
        var endpoint = Vpc.AddGatewayEndpoint("Objects", new GatewayVpcEndpointOptions { Service = GatewayVpcEndpointAwsService.S3 });
        var buckets = new[]
        {
            options.Names.ArchiveBucket(stack.Account, stack.Region),
            options.Names.ArtifactBucket(stack.Account, stack.Region),
            options.Names.LogBucket(stack.Account, stack.Region),
        };
        endpoint.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new AnyPrincipal()],
            Actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
            Resources = [.. buckets.SelectMany(bucket => new[] { $"arn:{Aws.PARTITION}:s3:::{bucket}", $"arn:{Aws.PARTITION}:s3:::{bucket}/*" })],
        }));
    }
}
