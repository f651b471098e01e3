using AWSense.Backends.Embedded.Fleet;
using AWSense.Policies;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>Which policy steers the fleet.</summary>
internal static class FleetPolicy
{
    /// <summary>Setting that names a policy file.</summary>
    public const string Setting = "Scaling:Policy";

    private const string Default = "local";
    private const string DefaultOnAws = "default";

    /// <summary>For this machine: a fixed number of workers where <c>Fleet:Workers</c> asks for one, else the policy that is named, else the local one with as many workers as cores.</summary>
    /// <exception cref="CommandFailedException">There is no such policy, it has errors, or the settings contradict it.</exception>
    public static ScalingPolicy Choose(IConfiguration configuration)
    {
        var fleet = configuration.GetSection(FleetOptions.Section).Get<FleetOptions>() ?? new();
        var named = configuration[Setting];
        if (fleet.Workers > 0)
        {
            return named is null
                ? Fixed(fleet.Workers)
                : throw new CommandFailedException($"Both a number of workers ({fleet.Workers}) and a policy ({named}) are given, and only one can steer the fleet. Leave one out.");
        }

        var policy = PolicyFiles.Open(named ?? Default);
        if (named is not null)
        {
            return policy.Fleet.Max <= fleet.WorkersMax
                ? policy
                : throw new CommandFailedException($"{named} allows {policy.Fleet.Max} workers, and Fleet:WorkersMax {fleet.WorkersMax}. Lower the one or raise the other.");
        }

        var max = Math.Min(configuration[$"{FleetOptions.Section}:{nameof(FleetOptions.WorkersMax)}"] is null ? Environment.ProcessorCount : int.MaxValue, fleet.WorkersMax);
        return policy with { Fleet = policy.Fleet with { Max = max, Min = Math.Min(policy.Fleet.Min, max), Initial = Math.Min(policy.Fleet.Initial, max) } };
    }

    /// <summary>The policy of the fleet on EC2: the one that is named, else the default one. It must be the one that the group was made for.</summary>
    /// <exception cref="CommandFailedException">There is no such policy, or it has errors.</exception>
    public static ScalingPolicy OnAws(IConfiguration configuration) => PolicyFiles.Open(configuration[Setting] ?? DefaultOnAws);

    private static ScalingPolicy Fixed(int workers) => new()
    {
        Name = $"{workers} fixed",
        Fleet = new() { Min = workers, Max = workers, Initial = workers },
        Signals = new() { Interval = TimeSpan.FromSeconds(1), MaxAge = TimeSpan.FromSeconds(5) },
        Rule = new FixedRule { Capacity = workers },
    };
}
