using Amazon.S3;
using AWSense.Backends.Aws.Query;
using AWSense.Core;
using AWSense.Core.Fleet;
using AWSense.Scaling.Aws;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>Registers the fleet on EC2.</summary>
public static class AutoScalingServices
{
    /// <summary>Adds the fleet of an Auto Scaling group and the controller that steers it by a policy, in a process that has the other ports on AWS.</summary>
    /// <param name="policy">The policy that the group was made for.</param>
    /// <exception cref="OptionsValidationException">When the fleet is first asked for: <c>AutoScaling:Group</c> is missing.</exception>
    public static IServiceCollection AddAutoScalingFleet(this IServiceCollection services, IConfiguration configuration, ScalingPolicy policy)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new Jitter(new Random()));
        services.TryAddSingleton<QueryClients>();
        services.AddChecked<AutoScalingOptions>(configuration, AutoScalingOptions.Section);
        services.AddOptions<AutoScalingOptions>().Validate(options => options.Group is not null, "AutoScaling:Group is missing: the Auto Scaling group of the workers.");
        services.AddSingleton(provider => new LeaderLease(
            provider.GetRequiredService<IAmazonS3>(),
            provider.GetRequiredService<IOptions<AwsOptions>>().Value.Bucket,
            ControlPermissions.LeaseKey,
            $"{Environment.MachineName}-{Guid.CreateVersion7(provider.GetRequiredService<TimeProvider>().GetUtcNow())}",
            provider.GetRequiredService<IOptions<AutoScalingOptions>>().Value.LeaseDuration,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider =>
        {
            var clients = provider.GetRequiredService<QueryClients>();
            return new SteeredGroup(
                new(clients.For(QueryService.AutoScaling)),
                new(clients.For(QueryService.Ec2)),
                provider.GetRequiredService<LeaderLease>(),
                provider.GetRequiredService<IOptions<AutoScalingOptions>>().Value.Group!,
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(provider => new MetricApi(provider.GetRequiredService<QueryClients>().For(QueryService.CloudWatch)));
        services.AddSingleton<AutoScalingFleet>();
        services.AddSingleton<IFleet>(provider => provider.GetRequiredService<AutoScalingFleet>());

        // Stopped in the reverse order: nothing is decided any more when the lead is let go.
        services.AddHostedService<FleetDuties>();
        services.AddHostedService<CapacityPublisher>();
        services.AddScaling(policy);
        return services;
    }
}
