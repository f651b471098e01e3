using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Settings;
using AWSense.Scaling.Aws;

namespace AWSense.Infrastructure.Access;

/// <summary>Turns grants into the statements of a policy.</summary>
/// <param name="stack">Where the account and the region come from.</param>
/// <param name="role">Whose they are.</param>
internal sealed class GrantStatements(Stack stack, DeploymentOptions options, InstanceRole role)
{
    /// <summary>The statement of a grant.</summary>
    public PolicyStatement Of(Grant grant) => new(new PolicyStatementProps
    {
        Sid = grant.Id,
        Actions = [.. grant.Actions],
        Resources = [.. Resources(grant.On)],
        Conditions = Conditions(grant.On),
    });

    private IReadOnlyList<string> Resources(GrantScope scope)
    {
        var names = options.Names;
        var (account, region) = (stack.Account, stack.Region);
        return scope switch
        {
            GrantScope.RequestQueues => [.. names.RequestQueues.Select(Queue)],
            GrantScope.DeadLetterQueue => [Queue(names.DeadLetterQueue)],
            GrantScope.PresenceQueue => [Queue(names.PresenceQueue)],
            GrantScope.ReplyQueues => [Queue($"{names.ReplyQueuePrefix}*")],
            GrantScope.Archive => [Bucket(names.ArchiveBucket(account, region))],
            GrantScope.ArchivedObjects => [Bucket($"{names.ArchiveBucket(account, region)}/*")],
            GrantScope.WorkersObjects => [.. ArchivePrefixes.WrittenByWorkers.Select(prefix => Bucket($"{names.ArchiveBucket(account, region)}/{prefix}*"))],
            GrantScope.LeaseObject => [Bucket($"{names.ArchiveBucket(account, region)}/{ControlPermissions.LeaseKey}")],
            GrantScope.Releases => [Bucket($"{names.ArtifactBucket(account, region)}/{ResourceNames.ReleaseKey("*")}")],
            GrantScope.ApiKeys => [Bucket($"{names.ArtifactBucket(account, region)}/{ResourceNames.ApiKeysKey}")],
            GrantScope.OwnLogs => [Bucket($"{names.LogBucket(account, region)}/{(role == InstanceRole.Web ? "web" : "worker")}/*")],
            GrantScope.WorkerGroup => [stack.FormatArn(new ArnComponents { Service = "autoscaling", Resource = "autoScalingGroup", ResourceName = $"*:autoScalingGroupName/{names.WorkerGroup}", ArnFormat = ArnFormat.COLON_RESOURCE_NAME })],
            GrantScope.DrainTag => [stack.FormatArn(new ArnComponents { Service = "ec2", Resource = "instance", ResourceName = "*" })],
            _ => ["*"],
        };
    }

    private Dictionary<string, object>? Conditions(GrantScope scope) => scope switch
    {
        GrantScope.MetricNamespace => new()
        {
            ["StringEquals"] = new Dictionary<string, object> { ["cloudwatch:namespace"] = ControllerMetrics.Namespace },
        },
        GrantScope.DrainTag => new()
        {
            ["StringEquals"] = new Dictionary<string, object> { ["aws:ResourceTag/aws:autoscaling:groupName"] = options.Names.WorkerGroup },
            ["ForAllValues:StringEquals"] = new Dictionary<string, object> { ["aws:TagKeys"] = new[] { GroupPlan.DrainTag } },
        },
        _ => null,
    };

    private string Queue(string name) => stack.FormatArn(new ArnComponents { Service = "sqs", Resource = name });

    private static string Bucket(string name) => $"arn:{Aws.PARTITION}:s3:::{name}";
}
