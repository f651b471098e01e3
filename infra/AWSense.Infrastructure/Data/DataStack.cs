using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using AWSense.Core.Archive;
using AWSense.Infrastructure.Settings;
using Constructs;

namespace AWSense.Infrastructure.Data;

/// <summary>What outlives instances: queues, buckets, and the topic of the alarms.</summary>
internal sealed class DataStack : Stack
{
    // As often as a request is delivered before SQS gives it up: a backstop behind the dead letters of the program's own.
    private const int DeliveriesMax = 100;

    // As long as SQS keeps anything. An accepted request is never dropped for its age; the program ends it when its deadline is over.
    private static readonly Duration Longest = Duration.Days(14);

    // As the program renews its leases by; it sets the time of each lease itself when it differs.
    private static readonly Duration Lease = Duration.Seconds(30);

    public DataStack(Construct scope, string id, DeploymentOptions options, IStackProps props)
        : base(scope, id, props)
    {
        var names = options.Names;
        var dead = Queue("DeadLetters", names.DeadLetterQueue, Longest);
        foreach (var name in names.RequestQueues)
        {
            Queue(name == names.InteractiveQueue ? "Interactive" : "Bulk", name, Longest, new DeadLetterQueue { Queue = dead, MaxReceiveCount = DeliveriesMax });
        }

        Queue("Presence", names.PresenceQueue, Duration.Minutes(1));

        var archive = Bucket("Archive", names.ArchiveBucket(Account, Region), Days("pictures-and-results", options.ArchiveDays), IdempotencyKeys());
        var artifacts = Bucket("Artifacts", names.ArtifactBucket(Account, Region), new LifecycleRule
        {
            // A release must stay as long as a group may start instances of it, so none expires by itself.
            Id = "broken-uploads",
            AbortIncompleteMultipartUploadAfter = Duration.Days(1),
        });
        var logs = Bucket("Logs", names.LogBucket(Account, Region), Days("logs", options.LogDays));
        AlarmTopic(options);

        _ = new CfnOutput(this, "ArchiveBucket", new CfnOutputProps { Value = archive.BucketName, Description = "Pictures, results and jobs" });
        _ = new CfnOutput(this, "ArtifactBucket", new CfnOutputProps { Value = artifacts.BucketName, Description = "Releases, and the hashed API keys" });
        _ = new CfnOutput(this, "LogBucket", new CfnOutputProps { Value = logs.BucketName, Description = "Logs of the instances" });
    }

    /// <summary>ARN of the topic that alarms are told to.</summary>
    public static string TopicArn(Stack stack, DeploymentOptions options) =>
        stack.FormatArn(new ArnComponents { Service = "sns", Resource = TopicName(options) });

    private static string TopicName(DeploymentOptions options) => $"{options.Names.Prefix}-alarms";

    private Queue Queue(string id, string name, Duration retention, IDeadLetterQueue? deadLetters = null) => new(this, id, new QueueProps
    {
        QueueName = name,
        Encryption = QueueEncryption.SQS_MANAGED,
        EnforceSSL = true,
        VisibilityTimeout = Lease,
        RetentionPeriod = retention,
        ReceiveMessageWaitTime = Duration.Seconds(20),
        DeadLetterQueue = deadLetters,
        RemovalPolicy = RemovalPolicy.DESTROY,
    });

    private Bucket Bucket(string id, string name, params ILifecycleRule[] rules) => new(this, id, new BucketProps
    {
        BucketName = name,
        Encryption = BucketEncryption.S3_MANAGED,
        EnforceSSL = true,
        BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
        ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
        LifecycleRules = rules,
        RemovalPolicy = RemovalPolicy.RETAIN,
    });

    private static LifecycleRule Days(string id, int days) => new()
    {
        Id = id,
        Expiration = Duration.Days(days),
        AbortIncompleteMultipartUploadAfter = Duration.Days(1),
    };

    private static LifecycleRule IdempotencyKeys() => new()
    {
        Id = "idempotency-keys",
        Prefix = $"{ObjectKey.PrefixOf(ObjectKind.IdempotencyKey)}/",
        Expiration = Duration.Days(Math.Ceiling(RetentionOptions.IdempotencyKeyAge.TotalDays)),
    };

    private void AlarmTopic(DeploymentOptions options)
    {
        var topic = new Topic(this, "Alarms", new TopicProps { TopicName = TopicName(options), DisplayName = $"Alarms of {options.Names.Prefix}", EnforceSSL = true });
        topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "AlarmsOfThisAccount",
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [topic.TopicArn],
            Conditions = new Dictionary<string, object> { ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Account } },
        }));
        if (options.Email is { } email)
        {
            topic.AddSubscription(new EmailSubscription(email));
        }
    }
}
