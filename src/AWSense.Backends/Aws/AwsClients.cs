using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;

namespace AWSense.Backends.Aws;

/// <summary>Makes the clients of the services. The SDK retries, with jitter, what a retry may help.</summary>
internal static class AwsClients
{
    // Longer than the longest poll; a call that hangs for longer is dead.
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(3);
    private const int RetriesMax = 4;
    private const string AnyRegion = "us-east-1";

    public static IAmazonSQS Queues(AwsOptions options) => new AmazonSQSClient(QueuesConfig(options));

    public static IAmazonS3 Objects(AwsOptions options) => new AmazonS3Client(ObjectsConfig(options));

    public static AmazonSQSConfig QueuesConfig(AwsOptions options) => Configure(new AmazonSQSConfig(), options, "SQS");

    public static AmazonS3Config ObjectsConfig(AwsOptions options) => Configure(
        new AmazonS3Config
        {
            // A stand-in for S3 has one address; only AWS has a name for every bucket.
            ForcePathStyle = EndpointOf("S3") is not null,
        },
        options,
        "S3");

    private static T Configure<T>(T config, AwsOptions options, string service)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = RetriesMax;
        config.Timeout = CallMax;
        config.ConnectTimeout = ConnectMax;
        if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else if (EndpointOf(service) is not null && config.RegionEndpoint is null)
        {
            config.AuthenticationRegion = AnyRegion; // a signature names one
        }

        return config;
    }

    private static string? EndpointOf(string service) =>
        Environment.GetEnvironmentVariable($"AWS_ENDPOINT_URL_{service}") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
}
