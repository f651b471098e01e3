using System.Diagnostics;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Aws.Setup;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Core.Diagnosis;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Aws;

/// <summary>What <c>awsense doctor</c> finds on servers that play AWS.</summary>
[Collection(OnFauxqs.Name)]
public sealed class ExaminationTests(FauxqsServer server)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queues_that_are_there_are_well_and_nothing_is_left_behind()
    {
        await using var backend = await AwsBackend.StartAsync(server);
        var sqs = backend.Get<IAmazonSQS>();
        var options = backend.Get<IOptions<AwsOptions>>().Value;

        var findings = await LookAsync(new QueueExamination(sqs, options, new(), TimeProvider.System).Checks());

        Assert.All(findings, finding => Assert.True(finding.Value.Status == FindingStatus.Ok, $"{finding}"));
        Assert.Contains(findings.Keys, name => name.StartsWith("permission sqs:SendMessage on ", StringComparison.Ordinal));
        Assert.Empty((await sqs.ListQueuesAsync(options.ReplyQueuePrefix, Token)).QueueUrls ?? []);
        Assert.Equal(0, (await backend.Signals.ReadAsync(Token)).Backlog);
    }

    [Fact]
    public async Task Queues_that_are_missing_are_told_one_by_one_with_what_to_do()
    {
        await using var backend = AwsBackend.Open(server.Address, "nothing-here");

        var findings = await LookAsync(new QueueExamination(backend.Get<IAmazonSQS>(), backend.Get<IOptions<AwsOptions>>().Value, new(), TimeProvider.System).Checks());

        Assert.All(
            (string[])["interactive", "bulk", "dead", "presence"],
            name =>
            {
                Assert.Equal(FindingStatus.Fail, findings[$"queue nothing-here-{name}"].Status);
                Assert.Contains("awsense aws init", findings[$"queue nothing-here-{name}"].Advice, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task A_bucket_that_is_missing_and_a_server_without_conditional_writes_fail()
    {
        await using var backend = await AwsBackend.StartAsync(server);
        var options = backend.Get<IOptions<AwsOptions>>().Value;
        var findings = await LookAsync(new BucketExamination(backend.Get<IAmazonS3>(), options, TimeProvider.System).Checks());
        var missing = await LookAsync(new BucketExamination(backend.Get<IAmazonS3>(), new() { Bucket = "nowhere" }, TimeProvider.System).Checks());

        Assert.Equal(FindingStatus.Ok, findings[$"bucket {options.Bucket}"].Status);
        Assert.Equal(FindingStatus.Fail, findings["conditional write If-None-Match"].Status);
        Assert.Contains("two outcomes", findings["conditional write If-None-Match"].Advice, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Fail, missing["bucket nowhere"].Status);
    }

    [Fact]
    public async Task A_wrong_endpoint_is_told_within_seconds()
    {
        var config = AwsExamination.Impatient(AwsClients.QueuesConfig(new() { Region = "us-east-1" }));
        config.ServiceURL = "http://127.0.0.1:1";
        config.AuthenticationRegion = "us-east-1";
        using var sqs = new AmazonSQSClient(new BasicAWSCredentials("test", "test"), config);
        var began = Stopwatch.GetTimestamp();

        var findings = await LookAsync(new QueueExamination(sqs, new(), new(), TimeProvider.System).Checks());

        Assert.All(findings, finding => Assert.True(finding.Value.Status == FindingStatus.Fail || finding.Key.Contains("-reply-", StringComparison.Ordinal), $"{finding}"));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_permission_that_is_missing_fails_and_another_fault_does_not()
    {
        var denied = AwsRefusals.Permission("sqs:SendMessage", "q", _ => throw new AmazonSQSException("no") { ErrorCode = "AccessDenied", StatusCode = HttpStatusCode.BadRequest });
        var invalid = AwsRefusals.Permission("sqs:SendMessage", "q", _ => throw new AmazonSQSException("no") { ErrorCode = "ReceiptHandleIsInvalid", StatusCode = HttpStatusCode.BadRequest });
        var forbidden = AwsRefusals.Permission("s3:GetObject", "b", _ => throw new AmazonS3Exception("no") { StatusCode = HttpStatusCode.Forbidden });

        Assert.Equal(
            (FindingStatus.Fail, FindingStatus.Ok, FindingStatus.Fail),
            ((await denied.Look(Token)).Status, (await invalid.Look(Token)).Status, (await forbidden.Look(Token)).Status));
        Assert.Contains("Allow sqs:SendMessage on q", (await denied.Look(Token)).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, FindingStatus.Ok)]
    [InlineData(30, FindingStatus.Warn)]
    [InlineData(300, FindingStatus.Fail)]
    public void A_clock_that_is_off_is_told(int seconds, FindingStatus expected) => Assert.Equal(expected, AwsExamination.Skew(TimeSpan.FromSeconds(seconds)).Status);

    /// <summary>Does the checks; what one throws is a failure, as the program has it.</summary>
    internal static async Task<Dictionary<string, Finding>> LookAsync(IEnumerable<Check> checks)
    {
        var findings = new Dictionary<string, Finding>(StringComparer.Ordinal);
        foreach (var check in checks)
        {
            try
            {
                findings[check.Name] = await check.Look(Token);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                findings[check.Name] = Finding.Fail(exception.Message, check.Advice);
            }
        }

        return findings;
    }
}

/// <summary>The same on a server that enforces conditional writes, and has Auto Scaling.</summary>
[Collection(OnMoto.Name)]
public sealed class ExaminationOnMotoTests(MotoServer server)
{
    [Fact]
    public async Task A_bucket_with_conditional_writes_is_well_and_is_left_empty()
    {
        await using var backend = await AwsBackend.StartAsync(server);
        var options = backend.Get<IOptions<AwsOptions>>().Value;

        var findings = await ExaminationTests.LookAsync(new BucketExamination(backend.Get<IAmazonS3>(), options, TimeProvider.System).Checks());

        Assert.All(findings, finding => Assert.True(finding.Value.Status == FindingStatus.Ok, $"{finding}"));
        var left = await backend.Get<IAmazonS3>().ListObjectsV2Async(new() { BucketName = options.Bucket, Prefix = "doctor/" }, TestContext.Current.CancellationToken);
        Assert.Empty(left.S3Objects ?? []);
    }

    [Fact]
    public async Task A_group_that_is_missing_fails_and_nothing_of_it_is_changed()
    {
        var checks = new GroupExamination(server.Client(QueryService.AutoScaling), server.Client(QueryService.Ec2), "no-such-group").Checks().ToList();

        var finding = await checks[0].Look(TestContext.Current.CancellationToken);

        Assert.Equal(FindingStatus.Fail, finding.Status);
        Assert.Contains("AutoScaling:Group", finding.Advice, StringComparison.Ordinal);
        Assert.Equal(6, checks.Count);
    }
}
