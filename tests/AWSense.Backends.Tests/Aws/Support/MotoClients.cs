using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Hosting;

namespace AWSense.Backends.Tests.Aws.Support;

/// <summary>Clients of the services that a moto server plays. Asking for one skips the test where there is none.</summary>
internal static class MotoClients
{
    public const string Region = "us-east-1";

    private static readonly HttpClient Http = new();

    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("test", "test");

    public static IAmazonS3 Objects(this MotoServer moto) => new AmazonS3Client(
        Credentials, new AmazonS3Config { ServiceURL = moto.Address.ToString(), AuthenticationRegion = Region, ForcePathStyle = true });

    public static IAmazonSQS Queues(this MotoServer moto) =>
        new AmazonSQSClient(Credentials, new AmazonSQSConfig { ServiceURL = moto.Address.ToString(), AuthenticationRegion = Region });

    public static QueryClient Client(this MotoServer moto, QueryService service, TimeProvider? time = null) => Client(moto.Address, service, time);

    public static QueryClient Client(Uri address, QueryService service, TimeProvider? time = null, AWSCredentials? credentials = null) =>
        new(service, new(address, Region), new(() => credentials ?? Credentials), Http, time ?? TimeProvider.System, new Jitter(new Random(0)));
}
