using AWSense.Policies;
using AWSense.Scaling.Policies;

namespace AWSense.Simulating;

/// <summary>The policies that a suite compares: what others run, in the best setting found, and what we do.</summary>
internal static class SuiteRows
{
    /// <summary>In the order of the reference table.</summary>
    private static readonly string[] Names =
    [
        "fixed", "seed", "step", "targetTracking60", "targetTracking10", "keda60", "keda300", "plain",
        "demand-steady", "demand-economy", "demand-economy-slo", "demand-economy-slo-smooth",
    ];

    /// <summary>Reads them from the files that come with the program.</summary>
    public static IReadOnlyList<ScalingPolicy> Read() => [.. Names.Select(PolicyFiles.Open)];
}
