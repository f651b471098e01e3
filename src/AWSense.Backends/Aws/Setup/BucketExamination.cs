using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using AWSense.Core.Diagnosis;
using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Setup;

/// <summary>Looks at the bucket: is it there, what may be done with it, and does it keep the promise on which all order rests, conditional writes.</summary>
internal sealed class BucketExamination(IAmazonS3 s3, AwsOptions options, TimeProvider time)
{
    private const string MakeIt = "Deploy the infrastructure, or make queues and bucket for a trial with: awsense aws init";

    private readonly string key = $"doctor/{RequestId.New(time)}";

    private string Objects => $"{options.Bucket}/*";

    public IEnumerable<Check> Checks() =>
    [
        new($"bucket {options.Bucket}", MakeIt, BucketAsync),
        AwsRefusals.Permission("s3:ListBucket", options.Bucket, token => s3.ListObjectsV2Async(new() { BucketName = options.Bucket, MaxKeys = 1 }, token)),
        AwsRefusals.Permission("s3:PutObject", Objects, token => s3.PutObjectAsync(Write(), token)),
        AwsRefusals.Permission("s3:GetObject", Objects, async token => (await s3.GetObjectAsync(options.Bucket, key, token)).Dispose()),
        Conditional("If-None-Match", request => request.IfNoneMatch = "*"),
        Conditional("If-Match", request => request.IfMatch = "\"00000000000000000000000000000000\""),
        AwsRefusals.Permission("s3:DeleteObject", Objects, token => s3.DeleteObjectAsync(options.Bucket, key, token)),
    ];

    private async Task<Finding> BucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            await s3.HeadBucketAsync(new() { BucketName = options.Bucket }, cancellationToken);
            return Finding.Ok("it is there");
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return Finding.Fail("There is no such bucket.", MakeIt);
        }
    }

    /// <summary>A write that must be refused, since the object is there already, or is another one.</summary>
    private Check Conditional(string header, Action<PutObjectRequest> condition)
    {
        const string Advice = "Use S3 itself, or a server that refuses such writes: without them a request could get two outcomes.";
        return new($"conditional write {header}", Advice, async cancellationToken =>
        {
            var request = Write();
            condition(request);
            try
            {
                await s3.PutObjectAsync(request, cancellationToken);
                return Finding.Fail($"A write with {header} that must be refused was done.", Advice);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return Finding.Ok("refused where it must be");
            }
        });
    }

    private PutObjectRequest Write() => new() { BucketName = options.Bucket, Key = key, ContentBody = "AWSense doctor" };
}
