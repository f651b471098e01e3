using AWSense.Scaling.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Scaling.Control;

/// <summary>Registers the controller.</summary>
public static class ScalingServices
{
    /// <summary>Adds what lets a policy steer the fleet that is registered. Added behind the fleet, it stops before it.</summary>
    public static IServiceCollection AddScaling(this IServiceCollection services, ScalingPolicy policy)
    {
        services.AddSingleton(policy);
        services.AddSingleton<DecisionLog>();
        services.AddSingleton<FleetObserver>();
        services.AddHostedService<ScalingController>();
        return services;
    }
}
