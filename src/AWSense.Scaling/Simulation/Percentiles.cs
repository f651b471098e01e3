namespace AWSense.Scaling.Simulation;

/// <summary>Percentiles of measured values.</summary>
internal static class Percentiles
{
    /// <summary>The nearest-rank percentile of ordered values; 0 of none.</summary>
    public static double NearestRank(double[] ordered, double share) =>
        ordered.Length == 0 ? 0 : ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];
}
