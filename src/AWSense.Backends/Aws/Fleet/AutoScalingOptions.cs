using System.ComponentModel.DataAnnotations;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>The workers on EC2. Section <c>AutoScaling</c>.</summary>
public sealed class AutoScalingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "AutoScaling";

    /// <summary>The Auto Scaling group of the workers. Web instances need it; a worker reads it from its instance's tags where it isn't given.</summary>
    [StringLength(255, MinimumLength = 1)]
    public string? Group { get; set; }

    /// <summary>Whether this process runs on an EC2 instance for certain, as the user data says. The default is false: a worker asks once, and without an answer runs as one beside AWS.</summary>
    public bool OnInstance { get; set; }

    /// <summary>How long nobody leads, at most, after a leader has died. The default is 20 seconds; the leader renews five times as often.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between two rounds that protect busy instances and end drained ones. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RoundInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an instance must have been idle until its protection is lifted. The default is 30 seconds, so that one that is idle between two pictures costs no call.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ProtectionLinger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing may be heard of the worker on an instance in service, until the instance is replaced. The default is 5 minutes; a worker must start in less.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan SilenceMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two looks at the instance's metadata. The default is 5 seconds, as AWS advises for spot notices.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan MetadataInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a worker may take to finish what it has begun once its instance is to go; what it can't finish is given back then. The default is 120 seconds, as that of a policy.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:59:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(120);
}
