using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Access;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;
using AWSense.Scaling.Policies;
using Constructs;

namespace AWSense.Infrastructure.Compute;

/// <summary>What the instances of one role are made from: image, disk, role, user data.</summary>
internal sealed class Machine
{
    private const int DiskGigabytes = 8;

    public Machine(Construct scope, DeploymentOptions options, InstanceRole role, SecurityGroup access)
    {
        var stack = Stack.Of(scope);
        Type = role == InstanceRole.Web ? options.WebType : options.WorkerType;
        var instances = new Role(scope, $"{role}Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("ec2.amazonaws.com"),
            Description = $"{options.Names.Prefix}: what {(role == InstanceRole.Web ? "web instances" : "workers")} may do",
        });
        var statements = new GrantStatements(stack, options, role);
        foreach (var grant in Grants.Of(role, options.Policy))
        {
            instances.AddToPolicy(statements.Of(grant));
        }

        var profile = new CfnInstanceProfile(scope, $"{role}Profile", new CfnInstanceProfileProps { Roles = [instances.RoleName] });
        profile.Node.AddDependency(instances.Node.FindChild("DefaultPolicy")); // an instance fetches its program at once
        Template = new(scope, $"{role}Template", new CfnLaunchTemplateProps
        {
            LaunchTemplateData = new CfnLaunchTemplate.LaunchTemplateDataProperty
            {
                ImageId = Image(options).GetImage(scope).ImageId,
                InstanceType = Type,
                IamInstanceProfile = new CfnLaunchTemplate.IamInstanceProfileProperty { Arn = profile.AttrArn },
                SecurityGroupIds = [access.SecurityGroupId],
                UserData = Fn.Base64(Core.Deployment.UserData.Create(BootPlan.Of(options.Policy, role, options.Names, options.Release, Settings(options, role)))),
                BlockDeviceMappings = new[] { Disk() },
                // The instance's tags are among its metadata, since a worker learns from one that it is to drain.
                MetadataOptions = new CfnLaunchTemplate.MetadataOptionsProperty
                {
                    HttpEndpoint = "enabled",
                    HttpTokens = "required",
                    HttpPutResponseHopLimit = 1,
                    InstanceMetadataTags = "enabled",
                },
                // An instance that ends itself, since it can't do its work, is not to lie around.
                InstanceInitiatedShutdownBehavior = "terminate",
                HibernationOptions = role == InstanceRole.Worker && options.Policy is { Aws.WarmPool: true, Capacity.WarmPool: { Size: > 0, State: WarmPoolState.Hibernated } }
                    ? new CfnLaunchTemplate.HibernationOptionsProperty { Configured = true }
                    : null,
            },
        });
    }

    /// <summary>The launch template.</summary>
    public CfnLaunchTemplate Template { get; }

    /// <summary>The instance type.</summary>
    public string Type { get; }

    /// <summary>Settings of the program that only the deployment knows.</summary>
    internal static Dictionary<string, string> Settings(DeploymentOptions options, InstanceRole role)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (role == InstanceRole.Web && options.AnonymousLegacy)
        {
            // What an instance sees as the sender is the load balancer, which only the allowed networks reach.
            settings["Auth:AnonymousLegacy:0"] = NetworkParts.Cidr;
        }

        return settings;
    }

    private static IMachineImage Image(DeploymentOptions options) => MachineImage.LatestAmazonLinux2023(new AmazonLinux2023ImageSsmParameterProps
    {
        CpuType = options.Architecture == "arm64" ? AmazonLinuxCpuType.ARM_64 : AmazonLinuxCpuType.X86_64,
    });

    private static CfnLaunchTemplate.BlockDeviceMappingProperty Disk() => new()
    {
        DeviceName = "/dev/xvda",
        Ebs = new CfnLaunchTemplate.EbsProperty { VolumeType = "gp3", VolumeSize = DiskGigabytes, Encrypted = true, DeleteOnTermination = true },
    };
}
