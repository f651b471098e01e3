using System.Xml.Linq;
using AWSense.Backends.Aws.Query;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>The calls to EC2 Auto Scaling that steering a group needs.</summary>
internal sealed class AutoScalingApi(QueryClient client)
{
    /// <summary>As many instances as one call may protect: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceProtection.html.</summary>
    public const int ProtectMax = 50;

    private const string GroupName = "AutoScalingGroupName";

    /// <summary>Reads a group, without what only EC2 knows of its instances.</summary>
    /// <exception cref="AwsRequestException">There is no such group.</exception>
    public async Task<GroupState> DescribeAsync(string group, CancellationToken cancellationToken)
    {
        var request = new QueryRequest("DescribeAutoScalingGroups").WithEach("AutoScalingGroupNames.member", [group]);
        var answer = await client.SendAsync(request, cancellationToken);
        var found = answer.Child("DescribeAutoScalingGroupsResult").Members("AutoScalingGroups").FirstOrDefault()
            ?? throw new AwsRequestException(request.Action, AwsRefusal.Invalid, "NoSuchGroup", $"There is no Auto Scaling group {group} in this region. See AutoScaling:Group and AWS_REGION.");
        return new(
            found.Number("MinSize"),
            found.Number("MaxSize"),
            found.Number("DesiredCapacity"),
            [.. found.Members("Instances").Where(instance => !StateOf(instance).StartsWith("Warmed:", StringComparison.Ordinal)).Select(InstanceOf)]);
    }

    /// <summary>Sets the desired capacity, whatever cooldown there is.</summary>
    public Task SetDesiredAsync(string group, int desired, CancellationToken cancellationToken) => client.SendAsync(
        new QueryRequest("SetDesiredCapacity").With(GroupName, group).With("DesiredCapacity", desired).With("HonorCooldown", false), cancellationToken);

    /// <summary>Ends an instance.</summary>
    /// <param name="decrement">The desired capacity falls by one; else a new instance takes its place.</param>
    public Task TerminateAsync(string instance, bool decrement, CancellationToken cancellationToken) => client.SendAsync(
        new QueryRequest("TerminateInstanceInAutoScalingGroup") { IsOnce = true }.With("InstanceId", instance).With("ShouldDecrementDesiredCapacity", decrement),
        cancellationToken);

    /// <summary>Protects instances from scale-in by AWS, or no longer. Only those in service can be.</summary>
    public async Task ProtectAsync(string group, IReadOnlyList<string> instances, bool isProtected, CancellationToken cancellationToken)
    {
        foreach (var some in instances.Chunk(ProtectMax))
        {
            var request = new QueryRequest("SetInstanceProtection").With(GroupName, group).WithEach("InstanceIds.member", some).With("ProtectedFromScaleIn", isProtected);
            await client.SendAsync(request, cancellationToken);
        }
    }

    private static string StateOf(XElement instance) => instance.Value("LifecycleState") ?? "";

    private static GroupInstance InstanceOf(XElement instance)
    {
        // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
        var stage = StateOf(instance) switch
        {
            "InService" => InstanceStage.InService,
            var state when state.StartsWith("Pending", StringComparison.Ordinal) => InstanceStage.Pending,
            _ => InstanceStage.Leaving,
        };
        return new(instance.Value("InstanceId") ?? "", stage, instance.Value("ProtectedFromScaleIn") == "true", LaunchedAt: null, DrainOrderedAt: null);
    }
}
