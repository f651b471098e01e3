using System.Text.Json.Nodes;
using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>Queues and buckets keep what is in them, for as long as they should, from everybody else.</summary>
public sealed class DataStackTests
{
    private static JsonObject Stack => Synthesis.Of("archiveDays=7", "logDays=3").Data;

    [Fact]
    public void A_request_that_was_delivered_a_hundred_times_goes_to_the_dead_letters()
    {
        var queues = Stack.Of("AWS::SQS::Queue");
        var dead = queues.Single(queue => queue.Value["QueueName"].Flat() == "awsense-dead");
        var requests = queues.Values.Where(queue => queue["QueueName"].Flat() is "awsense-interactive" or "awsense-bulk").ToList();

        Assert.Equal(4, queues.Count);
        Assert.Equal(2, requests.Count);
        Assert.All(requests, queue =>
        {
            Assert.Equal($"${{{dead.Key}.Arn}}", queue["RedrivePolicy"]!["deadLetterTargetArn"].Flat());
            Assert.Equal("100", queue["RedrivePolicy"]!["maxReceiveCount"].Flat());
        });
        Assert.Equal("1209600", dead.Value["MessageRetentionPeriod"].Flat());
    }

    [Fact]
    public void Queues_are_encrypted()
    {
        Assert.All(Stack.Of("AWS::SQS::Queue").Values, queue => Assert.Equal("true", queue["SqsManagedSseEnabled"].Flat()));
    }

    [Fact]
    public void Buckets_are_encrypted_and_closed_to_the_public()
    {
        var buckets = Stack.Of("AWS::S3::Bucket");

        Assert.Equal(3, buckets.Count);
        Assert.All(buckets.Values, bucket =>
        {
            var access = bucket["PublicAccessBlockConfiguration"]!;
            Assert.All(new[] { "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets" }, name => Assert.Equal("true", access[name].Flat()));
            Assert.Equal("AES256", bucket["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]!["ServerSideEncryptionByDefault"]!["SSEAlgorithm"].Flat());
            Assert.Equal("BucketOwnerEnforced", bucket["OwnershipControls"]!["Rules"]![0]!["ObjectOwnership"].Flat());
        });
    }

    [Theory]
    [InlineData("AWS::S3::BucketPolicy", 3)]
    [InlineData("AWS::SQS::QueuePolicy", 4)]
    [InlineData("AWS::SNS::TopicPolicy", 1)]
    public void Nothing_is_read_or_written_without_tls(string type, int count)
    {
        var policies = Stack.Of(type);

        Assert.Equal(count, policies.Count);
        Assert.All(policies.Values, policy => Assert.Contains(
            policy["PolicyDocument"]!.Statements(),
            statement => statement["Effect"].Flat() == "Deny" && statement["Condition"]?["Bool"]?["aws:SecureTransport"].Flat() == "false"));
    }

    [Fact]
    public void Pictures_and_logs_end_when_they_should_and_releases_stay()
    {
        Assert.Equal(["7", "idempotency-keys/ 1"], Expiry("Archive"));
        Assert.Equal(["3"], Expiry("Logs"));
        Assert.Equal([""], Expiry("Artifacts"));

        static IEnumerable<string> Expiry(string id) => Stack.The("AWS::S3::Bucket", id)["LifecycleConfiguration"]!["Rules"]!.Many()
            .Select(rule => $"{rule["Prefix"].Flat()} {rule["ExpirationInDays"].Flat()}".Trim());
    }

    [Fact]
    public void What_a_deletion_of_the_stack_would_lose_for_ever_is_retained()
    {
        Assert.All(
            Stack["Resources"]!.AsObject().Where(resource => resource.Value!["Type"].Flat() == "AWS::S3::Bucket"),
            bucket => Assert.Equal("Retain", bucket.Value!["DeletionPolicy"].Flat()));
    }
}
