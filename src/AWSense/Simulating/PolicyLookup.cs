using AWSense.Hosting;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation.Suite;

namespace AWSense.Simulating;

/// <summary>Finds the policies that a command line means.</summary>
internal static class PolicyLookup
{
    /// <summary>A policy by its name.</summary>
    /// <exception cref="CommandFailedException">There is none; the message lists those there are.</exception>
    public static ScalingPolicy Find(string name) => All.FirstOrDefault(policy => policy.Name == name)
        ?? throw new CommandFailedException($"There is no policy '{name}'. Known are {string.Join(", ", All.Select(policy => policy.Name))}.");

    private static IEnumerable<ScalingPolicy> All => [SuitePolicies.Default, .. SuitePolicies.All];
}
