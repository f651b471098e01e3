namespace AWSense.Scaling.Aws;

/// <summary>A target tracking policy to make. AWS makes its two alarms by itself.</summary>
/// <param name="Name">Its name within one deployment, in small letters and dashes.</param>
/// <param name="Metrics">What it reads; all of one period.</param>
/// <param name="Target">The value to keep.</param>
/// <param name="Period">Length of a period: 10, 20, 30 or 60 seconds.</param>
/// <param name="DisableScaleIn">It never gives an instance up.</param>
/// <param name="InstanceWarmup">Time from an instance's start in which it doesn't count; null takes the group's.</param>
public sealed record TargetTrackingPlan(
    string Name, IReadOnlyList<MetricQuery> Metrics, double Target, TimeSpan Period, bool DisableScaleIn, TimeSpan? InstanceWarmup);
