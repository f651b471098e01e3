using System.ComponentModel.DataAnnotations;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Core.Diagnosis;
using AWSense.Core.Limits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Setup;

/// <summary>Looks at everything on AWS that the service needs.</summary>
public static class AwsExamination
{
    // One try and a short wait: who asks wants to know now.
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SkewWarn = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5); // what signatures bear

    /// <summary>The checks, in the order in which one rests on another.</summary>
    public static IReadOnlyList<Check> ChecksOf(IConfiguration configuration)
    {
        var options = configuration.GetSection(AwsOptions.Section).Get<AwsOptions>() ?? new();
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true))
        {
            var told = string.Join(' ', problems.Select(problem => problem.ErrorMessage));
            return [Check.Of("settings on AWS", "", () => Finding.Fail(told, "Set Aws:Bucket and Aws:Prefix, in awsense.json or as AWSENSE__Aws__Bucket."))];
        }

        var leases = configuration.GetSection(LeaseOptions.Section).Get<LeaseOptions>() ?? new();
        var sqs = Impatient(AwsClients.QueuesConfig(options));
        var s3 = Impatient(AwsClients.ObjectsConfig(options));
        return
        [
            new("credentials", "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or give the instance a role.", CredentialsAsync),
            Check.Of("region", "Set AWS_REGION, or Aws:Region.", () => Region(options)),
            new("clock against AWS", "Keep the clock right with NTP, and see that AWS_ENDPOINT_URL_S3 can be reached.", token => ClockAsync(options, token)),
            .. Lazily("queues", () => new QueueExamination(new AmazonSQSClient(sqs), options, leases, TimeProvider.System).Checks()),
            .. Lazily("bucket", () => new BucketExamination(new AmazonS3Client(s3), options, TimeProvider.System).Checks()),
            .. GroupOf(configuration, options),
        ];
    }

    private static async Task<Finding> CredentialsAsync(CancellationToken cancellationToken)
    {
        await AwsIdentity.Default().GetAsync(cancellationToken);
        return Finding.Ok("found");
    }

    private static Finding Region(AwsOptions options) =>
        (options.Region ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName) is { } found ? Finding.Ok(found)
        : EndpointOfS3() is not null ? Finding.Ok("none, and the endpoints are named")
        : Finding.Fail("No region is known.", "Set AWS_REGION, or Aws:Region.");

    private static async Task<Finding> ClockAsync(AwsOptions options, CancellationToken cancellationToken)
    {
        var endpoint = EndpointOfS3() ?? $"https://s3.{options.Region ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName}.amazonaws.com";
        using var http = new HttpClient { Timeout = CallMax };
        using var response = await http.GetAsync(new Uri(endpoint), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.Headers.Date is { } theirs ? Skew((TimeProvider.System.GetUtcNow() - theirs).Duration()) : Finding.Ok("the endpoint tells no time");
    }

    private static string? EndpointOfS3() => Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");

    internal static Finding Skew(TimeSpan skew)
    {
        var told = $"{skew.TotalSeconds:0} s apart";
        return skew < SkewWarn ? Finding.Ok(told)
            : skew < SkewMax ? Finding.Warn(told, "Keep the clock right with NTP; from five minutes on AWS refuses every call.")
            : Finding.Fail($"{told}; AWS refuses calls that are signed with such a clock.", "Set the clock, and keep it right with NTP.");
    }

    private static IEnumerable<Check> GroupOf(IConfiguration configuration, AwsOptions options)
    {
        if (configuration[$"{AutoScalingOptions.Section}:{nameof(AutoScalingOptions.Group)}"] is not { } group)
        {
            return [];
        }

        return Lazily("group", () =>
        {
            var clients = new QueryClients(Options.Create(options), new Jitter(new Random()), TimeProvider.System);
            return new GroupExamination(clients.For(QueryService.AutoScaling), clients.For(QueryService.Ec2), group).Checks();
        });
    }

    /// <summary>Makes checks whose client can't be made without a region or credentials: then that is the finding.</summary>
    private static IEnumerable<Check> Lazily(string name, Func<IEnumerable<Check>> make)
    {
        try
        {
            return [.. make()];
        }
        catch (AmazonClientException exception)
        {
            return [Check.Of(name, "", () => Finding.Fail(exception.Message, "Set AWS_REGION, or Aws:Region, and credentials."))];
        }
    }

    internal static T Impatient<T>(T config)
        where T : ClientConfig
    {
        config.MaxErrorRetry = 0;
        config.Timeout = CallMax;
        return config;
    }
}
