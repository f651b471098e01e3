using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Simulation.Suite;

/// <summary>The policies that come with the program, in the order of the reference table.</summary>
internal static class SuitePolicies
{
    private static readonly string[] Files =
    [
        "suite/fixed", "seed", "suite/step", "suite/targetTracking60", "suite/targetTracking10", "suite/keda60", "suite/keda300", "suite/plain",
        "suite/demand-steady", "suite/demand-economy", "suite/demand-economy-slo", "suite/demand-economy-slo-smooth",
    ];

    public static IReadOnlyList<ScalingPolicy> All { get; } = [.. Files.Select(Read)];

    public static ScalingPolicy Default { get; } = Read("default");

    public static ScalingPolicy Read(string name) =>
        PolicyFile.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "policies", $"{name}.yaml"))).Policy!;
}
