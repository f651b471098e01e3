using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Instance;

/// <summary>Registers what a process on an EC2 instance knows of that instance.</summary>
public static class InstanceServices
{
    /// <summary>Adds the instance's metadata, the orders to drain, and the hook that holds it meanwhile.</summary>
    public static IServiceCollection AddInstance(this IServiceCollection services, IConfiguration configuration, InstanceMetadata metadata)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new Jitter(new Random()));
        services.TryAddSingleton<QueryClients>();
        services.AddChecked<AutoScalingOptions>(configuration, AutoScalingOptions.Section);
        services.AddSingleton(metadata);
        services.AddSingleton<InstanceOrders>();
        services.AddSingleton(provider => new TerminationHook(
            provider.GetRequiredService<QueryClients>().For(QueryService.AutoScaling),
            provider.GetRequiredService<InstanceMetadata>(),
            provider.GetRequiredService<IOptions<AutoScalingOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TerminationHook>>()));
        services.AddSingleton<InstanceExit>();
        return services;
    }
}
