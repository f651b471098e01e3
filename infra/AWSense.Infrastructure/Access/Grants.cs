using AWSense.Core.Deployment;
using AWSense.Scaling.Aws;
using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Access;

/// <summary>Everything that the roles of web and worker instances may do.</summary>
internal static class Grants
{
    /// <summary>What a role may do under a policy.</summary>
    public static IReadOnlyList<Grant> Of(InstanceRole role, ScalingPolicy policy) => role == InstanceRole.Web
        ? [.. Web, .. ControlPermissions.OfWeb(policy).Select(Control)]
        : [.. Worker, .. ControlPermissions.OfWorker(policy).Select(Control)];

    private static readonly IReadOnlyList<Grant> Boot =
    [
        new("Release", ["s3:GetObject"], GrantScope.Releases, "Fetches the program at boot."),
        new("Logs", ["s3:PutObject"], GrantScope.OwnLogs, "Sends its log."),
    ];

    private static readonly IReadOnlyList<Grant> Web =
    [
        .. Boot,
        new("ApiKeys", ["s3:GetObject"], GrantScope.ApiKeys, "Fetches the hashed API keys."),
        new("SendRequests", ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"], GrantScope.RequestQueues, "Queues requests, and counts those that wait."),
        new("SweepDeadLetters", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl"], GrantScope.DeadLetterQueue, "Gives requests that SQS gave up their outcome."),
        new(
            "OwnReplies",
            ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:TagQueue", "sqs:ListQueueTags", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage"],
            GrantScope.ReplyQueues,
            "Makes its response queue, reads it, tells by a tag that it lives, and removes those of instances that are gone; tells others of dead letters."),
        new("FindReplyQueues", ["sqs:ListQueues"], GrantScope.Anything, "Finds response queues that nobody reads any more."),
        new("Presence", ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl"], GrantScope.PresenceQueue, "Tells that it is there, and reads who else is."),
        new("Archive", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], GrantScope.ArchivedObjects, "Stores pictures and jobs, reads outcomes, and removes what is too old."),
        new("ListArchive", ["s3:ListBucket"], GrantScope.Archive, "Lists jobs; without it a missing object would be a refusal."),
    ];

    private static readonly IReadOnlyList<Grant> Worker =
    [
        .. Boot,
        new(
            "WorkRequests",
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl"],
            GrantScope.RequestQueues,
            "Leases requests, renews, returns and completes them."),
        new("Reply", ["sqs:SendMessage"], GrantScope.ReplyQueues, "Replies to the web instance that waits."),
        new("Presence", ["sqs:SendMessage", "sqs:GetQueueUrl"], GrantScope.PresenceQueue, "Tells that it is there, and what it has done."),
        new("Archive", ["s3:GetObject"], GrantScope.ArchivedObjects, "Reads pictures, and what is known of their requests."),
        new("Outcomes", ["s3:PutObject"], GrantScope.WorkersObjects, "Writes outcomes and answers, and records how jobs stand."),
        new("ListArchive", ["s3:ListBucket"], GrantScope.Archive, "Without it a missing object would be a refusal."),
    ];

    private static Grant Control(Permission permission) => new(
        $"Control{permission.Action.Split(':')[1]}",
        [permission.Action],
        permission.Scope switch
        {
            PermissionScope.Group => GrantScope.WorkerGroup,
            PermissionScope.DrainTagOfGroup => GrantScope.DrainTag,
            PermissionScope.MetricNamespace => GrantScope.MetricNamespace,
            PermissionScope.LeaseObject => GrantScope.LeaseObject,
            _ => GrantScope.Anything,
        },
        permission.Why);
}
