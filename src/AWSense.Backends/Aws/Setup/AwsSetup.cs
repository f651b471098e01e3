using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;
using AWSense.Core.Archive;
using AWSense.Core.Limits;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Setup;

/// <summary>Makes the queues and the bucket of a deployment, for a trial without the infrastructure's templates. What is there is set right; doing it again changes nothing.</summary>
public sealed class AwsSetup
{
    private static readonly TimeSpan RequestRetention = TimeSpan.FromDays(14); // as long as SQS keeps anything
    private static readonly TimeSpan PresenceRetention = TimeSpan.FromMinutes(1);

    private readonly IAmazonSQS sqs;
    private readonly IAmazonS3 s3;
    private readonly AwsOptions options;
    private readonly LeaseOptions leases;
    private readonly RetentionOptions retention;

    internal AwsSetup(IAmazonSQS sqs, IAmazonS3 s3, IOptions<AwsOptions> options, IOptions<LeaseOptions> leases, IOptions<RetentionOptions> retention)
    {
        this.sqs = sqs;
        this.s3 = s3;
        this.options = options.Value;
        this.leases = leases.Value;
        this.retention = retention.Value;
    }

    /// <summary>Makes them all.</summary>
    /// <returns>What there is now, in words, one by one.</returns>
    /// <exception cref="Core.Queues.BackendUnavailableException">AWS refuses, or can't be reached.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var dead = await SetUpAsync(options.DeadLetterQueue, new() { ["MessageRetentionPeriod"] = Seconds(RequestRetention) }, cancellationToken);
        var requests = new Dictionary<string, string>
        {
            ["MessageRetentionPeriod"] = Seconds(RequestRetention),
            ["VisibilityTimeout"] = Seconds(leases.Duration),
            ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{await ArnOfAsync(dead, cancellationToken)}}","maxReceiveCount":{{AwsOptions.DeliveriesMax}}}""",
        };
        await SetUpAsync(options.InteractiveQueue, requests, cancellationToken);
        await SetUpAsync(options.BulkQueue, requests, cancellationToken);
        await SetUpAsync(options.PresenceQueue, new() { ["MessageRetentionPeriod"] = Seconds(PresenceRetention) }, cancellationToken);
        await SetUpBucketAsync(cancellationToken);
        return
        [
            $"queue {options.InteractiveQueue}", $"queue {options.BulkQueue}", $"queue {options.DeadLetterQueue}", $"queue {options.PresenceQueue}",
            $"bucket {options.Bucket}, whose objects are removed after {Days()} days",
        ];
    }

    private async Task<string> SetUpAsync(string name, Dictionary<string, string> attributes, CancellationToken cancellationToken) =>
        await AwsCalls.RunAsync($"Setting up the queue {name}", async () =>
        {
            try
            {
                var url = (await sqs.GetQueueUrlAsync(name, cancellationToken)).QueueUrl;
                await sqs.SetQueueAttributesAsync(url, attributes, cancellationToken);
                return url;
            }
            catch (QueueDoesNotExistException)
            {
                return (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Attributes = attributes }, cancellationToken)).QueueUrl;
            }
        }, cancellationToken);

    private Task<string> ArnOfAsync(string url, CancellationToken cancellationToken) => AwsCalls.RunAsync(
        $"Reading {url}", async () => (await sqs.GetQueueAttributesAsync(url, ["QueueArn"], cancellationToken)).QueueARN, cancellationToken);

    private async Task SetUpBucketAsync(CancellationToken cancellationToken) => await AwsCalls.RunAsync($"Setting up the bucket {options.Bucket}", async () =>
    {
        try
        {
            await s3.HeadBucketAsync(new() { BucketName = options.Bucket }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            await s3.PutBucketAsync(options.Bucket, cancellationToken);
        }

        List<LifecycleRule> rules =
        [
            Expiring("awsense-retention", prefix: "", Days()),
            Expiring("awsense-idempotency-keys", $"{ObjectKey.PrefixOf(ObjectKind.IdempotencyKey)}/", WholeDays(RetentionOptions.IdempotencyKeyAge)),
        ];
        return await s3.PutLifecycleConfigurationAsync(new() { BucketName = options.Bucket, Configuration = new() { Rules = rules } }, cancellationToken);
    }, cancellationToken);

    private static LifecycleRule Expiring(string id, string prefix, int days) => new()
    {
        Id = id,
        Status = LifecycleRuleStatus.Enabled,
        Filter = new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } },
        Expiration = new() { Days = days },
        AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = 1 },
    };

    private int Days() => WholeDays(retention.AgeMax);

    private static int WholeDays(TimeSpan time) => (int)Math.Ceiling(time.TotalDays);

    private static string Seconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
