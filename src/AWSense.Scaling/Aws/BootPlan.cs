using System.Globalization;
using AWSense.Core.Deployment;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>What a scaling policy means for the instances that boot under it.</summary>
public static class BootPlan
{
    /// <summary>Where the web tier listens on an instance: the port of the original, on every address.</summary>
    public const int WebPort = 8081;

    /// <summary>Name of the cookie that a page sets, so that a load balancer sends its visitor to the instance that rendered it.</summary>
    public const string PageCookie = "awsense-page";

    // What a stop has beyond the drain: to tell, to send the last log lines.
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(30);

    /// <summary>The settings of an instance.</summary>
    /// <param name="policy">The policy that the web instances steer by.</param>
    /// <param name="role">What the instance does.</param>
    /// <param name="names">What its resources are called.</param>
    /// <param name="releaseSha256">As <see cref="BootSettings.ReleaseSha256"/>.</param>
    /// <param name="settings">More settings of the program, which go before those of the policy.</param>
    /// <exception cref="ArgumentException">One of them can't be used; the message says why.</exception>
    public static BootSettings Of(
        ScalingPolicy policy, InstanceRole role, ResourceNames names, string releaseSha256, IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(settings);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        if (role == InstanceRole.Worker)
        {
            all["Worker:Slots"] = policy.Fleet.WorkersPerInstance.ToString(CultureInfo.InvariantCulture);
            all["AutoScaling:DrainTimeout"] = policy.Drain.TimeoutOnInstances.ToString("c", CultureInfo.InvariantCulture);
        }
        else
        {
            all["AutoScaling:Group"] = names.WorkerGroup;
            all["Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://0.0.0.0:{WebPort}");
        }

        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new()
        {
            Role = role,
            Names = names,
            ReleaseSha256 = releaseSha256,
            Policy = PolicyFile.ToYaml(policy),
            StopTimeout = policy.Drain.TimeoutOnInstances + StopMargin,
            LaunchHook = role == InstanceRole.Worker && GroupPlan.HasWarmPool(policy) ? GroupPlan.LaunchHookName : null,
            Settings = all,
        };
    }
}
