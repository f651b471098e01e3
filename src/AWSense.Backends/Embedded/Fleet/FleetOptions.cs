using System.ComponentModel.DataAnnotations;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>The worker processes of this machine. Section <c>Fleet</c>.</summary>
public sealed class FleetOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Fleet";

    /// <summary>How many workers to keep, always the same number. The default, 0, leaves it to the scaling policy.</summary>
    [Range(0, 64)]
    public int Workers { get; set; }

    /// <summary>The most workers there may be. The default is 19, as in the Auto Scaling Group of the original.</summary>
    [Range(1, 64)]
    public int WorkersMax { get; set; } = 19;

    /// <summary>A worker that was asked to end is killed after this, unless the policy's <c>drain.timeout</c> says otherwise. The default is 75 seconds, longer than any inference may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>The longest wait before a worker that has crashed is started again; it doubles with every crash of the last minute. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RestartDelayMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Crashes in a minute from which on the service calls itself unhealthy. The default is 5.</summary>
    [Range(1, 1000)]
    public int UnhealthyCrashes { get; set; } = 5;
}
