using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Core.Diagnosis;

namespace AWSense.Backends.Aws.Setup;

/// <summary>Looks at the Auto Scaling group of the workers, and at what may be done with it. Nothing of it is changed.</summary>
internal sealed class GroupExamination(QueryClient scaling, QueryClient instances, string group)
{
    private const string Advice = "Correct AutoScaling:Group and the region, or allow autoscaling:DescribeAutoScalingGroups.";
    private const string NoSuchInstance = "i-00000000000000000";

    public IEnumerable<Check> Checks() =>
    [
        new($"group {group}", Advice, GroupAsync),
        AwsRefusals.Permission("ec2:DescribeInstances", "*", token => instances.SendAsync(new QueryRequest("DescribeInstances").With("MaxResults", 5), token)),
        AwsRefusals.Permission("ec2:CreateTags", "the group's instances", token => instances.SendAsync(
            new QueryRequest("CreateTags").With("DryRun", true).WithEach("ResourceId", [NoSuchInstance]).With("Tag.1.Key", Scaling.Aws.GroupPlan.DrainTag).With("Tag.1.Value", ""), token)),
        OnGroup("SetDesiredCapacity", request => request.With("DesiredCapacity", -1)),
        OnGroup("SetInstanceProtection", request => request.WithEach("InstanceIds.member", [NoSuchInstance]).With("ProtectedFromScaleIn", false)),
        AwsRefusals.Permission("autoscaling:TerminateInstanceInAutoScalingGroup", group, token => scaling.SendAsync(
            new QueryRequest("TerminateInstanceInAutoScalingGroup") { IsOnce = true }.With("InstanceId", NoSuchInstance).With("ShouldDecrementDesiredCapacity", false), token)),
    ];

    private async Task<Finding> GroupAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = await new AutoScalingApi(scaling).DescribeAsync(group, cancellationToken);
            return Finding.Ok($"{state.Desired} instances desired, {state.Instances.Count} there, from {state.Min} to {state.Max}");
        }
        catch (AwsRequestException exception)
        {
            return Finding.Fail(exception.Message, Advice);
        }
    }

    private Check OnGroup(string action, Func<QueryRequest, QueryRequest> withFault) => AwsRefusals.Permission($"autoscaling:{action}", group, token => scaling.SendAsync(
        withFault(new QueryRequest(action) { IsOnce = true }.With("AutoScalingGroupName", group)), token));
}
