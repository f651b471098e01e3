namespace AWSense.Scaling.Aws;

/// <summary>The metrics that the controller publishes to CloudWatch, each with the dimension <see cref="GroupDimension"/>.</summary>
public static class ControllerMetrics
{
    /// <summary>Their namespace.</summary>
    public const string Namespace = "AWSense";

    /// <summary>The dimension that names the Auto Scaling group.</summary>
    public const string GroupDimension = "AutoScalingGroupName";

    /// <summary>Workers that are needed, by the last decision.</summary>
    public const string Required = "Required";

    /// <summary>Instances that are needed, those that drain included, over instances in service, at least 1 of these: 1 is just right, 2 is half of what is needed.</summary>
    /// <remarks>Draining ones count on both sides, since the group counts them, and target tracking multiplies by the group's own count.</remarks>
    public const string CapacityRatio = "CapacityRatio";

    /// <summary>Age in seconds of what was known of the queue at the last decision. No value at all means that no controller is alive.</summary>
    public const string ObservationAge = "ObservationAge";

    /// <summary>Time between two publications, and their resolution, where target tracking reads them.</summary>
    public static readonly TimeSpan HighResolution = TimeSpan.FromSeconds(10);

    /// <summary>Time between two publications where only people and alarms of a minute read them.</summary>
    public static readonly TimeSpan StandardResolution = TimeSpan.FromSeconds(60);
}
