using AWSense.Core.Deployment;
using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Settings;

/// <summary>What a deployment is to be like; <see cref="OptionReader"/> reads it from the context.</summary>
internal sealed record DeploymentOptions
{
    /// <summary>What the resources are called.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>SHA-256 of the release that instances run.</summary>
    public required string Release { get; init; }

    /// <summary>The scaling policy, with what the context changes in it.</summary>
    public required ScalingPolicy Policy { get; init; }

    /// <summary>The instance type of the workers: one vCPU for each slot of the policy is right.</summary>
    public required string WorkerType { get; init; }

    /// <summary>The instance type of the web tier.</summary>
    public required string WebType { get; init; }

    /// <summary>How many web instances there are, from 1 to 20.</summary>
    public required int WebInstances { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>, as the release and both instance types are.</summary>
    public required string Architecture { get; init; }

    /// <summary>Networks that may reach the load balancer.</summary>
    public required IReadOnlyList<string> Allow { get; init; }

    /// <summary>Whether <c>POST /</c> needs no key, since the old clients can't send one.</summary>
    public required bool AnonymousLegacy { get; init; }

    /// <summary>ARN of the certificate of the load balancer; null serves plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>The name that clients use; null leaves it to the load balancer's.</summary>
    public string? Domain { get; init; }

    /// <summary>Id of the hosted zone that gets a record for <see cref="Domain"/>; null where somebody else keeps it.</summary>
    public string? HostedZone { get; init; }

    /// <summary>Who is told of alarms; null tells nobody.</summary>
    public string? Email { get; init; }

    /// <summary>Days that pictures and results are kept.</summary>
    public required int ArchiveDays { get; init; }

    /// <summary>Days that logs are kept.</summary>
    public required int LogDays { get; init; }
}
