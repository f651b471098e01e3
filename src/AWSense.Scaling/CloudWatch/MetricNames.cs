using System.Collections.Frozen;

namespace AWSense.Scaling.CloudWatch;

/// <summary>The metrics that alarms and expressions know by name.</summary>
public static class MetricNames
{
    /// <summary>Requests that no worker has; what SQS calls ApproximateNumberOfMessagesVisible.</summary>
    public const string Visible = "visible";

    /// <summary>Requests that a worker has; what SQS calls ApproximateNumberOfMessagesNotVisible.</summary>
    public const string InFlight = "inFlight";

    /// <summary>Workers that take requests; what an Auto Scaling group calls GroupInServiceInstances.</summary>
    public const string InService = "inService";

    /// <summary><see cref="Visible"/> + <see cref="InFlight"/>.</summary>
    public const string Outstanding = "outstanding";

    /// <summary><see cref="Visible"/> / <see cref="InService"/>; no point while nothing is in service.</summary>
    public const string BacklogPerInstance = "backlogPerInstance";

    /// <summary><see cref="Outstanding"/> / <see cref="InService"/>; no point while nothing is in service.</summary>
    public const string OutstandingPerInstance = "outstandingPerInstance";

    /// <summary>The metrics that have samples; all others are computed from them.</summary>
    public static IReadOnlyList<string> Base { get; } = [Visible, InFlight, InService];

    /// <summary>The metrics that are computed, with their expressions.</summary>
    public static IReadOnlyDictionary<string, string> Derived { get; } = new Dictionary<string, string>
    {
        [Outstanding] = "visible + inFlight",
        [BacklogPerInstance] = "visible / inService",
        [OutstandingPerInstance] = "(visible + inFlight) / inService",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
