using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Fleet;
using AWSense.Web;
using AWSense.Web.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AWSense.Hosting;

/// <summary>One web instance on AWS, in this process.</summary>
internal static class AwsWebHost
{
    private const string KeysFile = "keys.json";

    // Each look at SQS and S3 is calls that cost; on one machine it is nothing.
    private static readonly TimeSpan LookPace = TimeSpan.FromSeconds(5);

    /// <summary>Answers clients until the process is asked to end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandFailedException">The settings contradict, or the address can't be used.</exception>
    public static async Task<int> RunAsync(IConfigurationRoot configuration, CancellationToken cancellationToken)
    {
        ChaosGuard.Check(configuration);
        OptionRelations.Check(configuration);
        var keys = Path.Combine(configuration["Data:Folder"] ?? "awsense-data", KeysFile);
        await using var application = await WebTier.StartAsync(
            configuration, quiet: false, Installation.Open(configuration).Catalog, keys, services => AddBackend(services, configuration), cancellationToken);
        Console.WriteLine($"AWSense listens on {WebTier.AddressOf(application)}; queues {configuration["Aws:Prefix"] ?? "awsense"}-*, bucket {configuration["Aws:Bucket"]}. Ctrl-C ends it.");
        await application.WaitForShutdownAsync(CancellationToken.None);
        return Failures.AnyIn(application.Services) ? Failures.ExitCode : 0;
    }

    /// <summary>The ports; and where an Auto Scaling group is named, the fleet in it and the controller that steers it.</summary>
    private static void AddBackend(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[$"{AutoScalingOptions.Section}:{nameof(AutoScalingOptions.Group)}"] is not null)
        {
            services.AddAutoScalingFleet(configuration, FleetPolicy.OnAws(configuration));
        }

        services.AddAwsWebBackend(configuration);

        // Settings are bound after this.
        services.Configure<WebOptions>(web => web.FleetPace = LookPace);
        services.Configure<WebhookOptions>(webhooks => webhooks.Pace = LookPace);
    }
}
