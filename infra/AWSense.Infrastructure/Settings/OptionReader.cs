using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AWSense.Core.Deployment;
using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Settings;

/// <summary>Reads the options of a deployment from the CDK's context, and reports all that is wrong with them at once.</summary>
/// <param name="context">The value of an option; null where it isn't given.</param>
internal sealed partial class OptionReader(Func<string, string?> context)
{
    /// <summary>Every option, its default and its meaning.</summary>
    public static IReadOnlyList<(string Name, string Standard, string Meaning)> Known { get; } =
    [
        ("release", "needed", "SHA-256 of the release, as `scripts/publish` prints it"),
        ("policy", "default", "the scaling policy: a file, or the name of one that comes with the program"),
        ("mode", "the policy's `aws.actuation`", "`direct`, `hiResTargetTracking` or `native`: who changes the fleet"),
        ("min", "the policy's `fleet.min`", "the fewest workers"),
        ("max", "the policy's `fleet.max`", "the most workers"),
        ("spot", "the policy's `capacity.purchase.spotPercent`", "share of spot instances among the workers, in per cent"),
        ("warmPool", "the policy's `capacity.warmPool`", "how many stopped workers are kept ready"),
        ("workerType", "c7a.medium", "instance type of the workers; a vCPU for each of the policy's `fleet.workersPerInstance`"),
        ("webType", "t3.small", "instance type of the web tier"),
        ("webInstances", "2", "how many web instances, from 1 to 20"),
        ("architecture", "x86_64", "`x86_64` or `arm64`, as the release and both instance types are"),
        ("prefix", "awsense", "what the names of all resources begin with; another one makes a second deployment"),
        ("allow", "0.0.0.0/0", "networks that may reach the load balancer, separated by commas"),
        ("anonymousLegacy", "false", "`true`: `POST /` needs no key, for the old clients; then narrow `allow`"),
        ("certificate", "none", "ARN of an ACM certificate; without one the load balancer speaks plain HTTP"),
        ("domain", "none", "the name that clients use; needs `certificate`"),
        ("hostedZone", "none", "id of the Route 53 zone that gets a record for `domain`"),
        ("email", "none", "who is told of alarms"),
        ("archiveDays", "30", "days that pictures and results are kept"),
        ("logDays", "30", "days that logs are kept"),
    ];

    private readonly List<string> problems = [];

    /// <summary>Reads all options.</summary>
    /// <exception cref="OptionException">Some are wrong; the message tells all of them.</exception>
    public DeploymentOptions Read()
    {
        var options = new DeploymentOptions
        {
            Names = ReadNames()!, // null only with a problem, which is thrown below; so for the policy
            Release = Text("release", Release(), "takes the SHA-256 that scripts/publish prints, 64 hexadecimal digits", standard: ""),
            Policy = ReadPolicy()!,
            Architecture = Text("architecture", Architecture(), "takes x86_64 or arm64", "x86_64"),
            Allow = ReadNetworks(),
            Certificate = Optional("certificate", CertificateArn(), "takes the ARN of a certificate in ACM"),
            Domain = Optional("domain", DomainName(), "takes a name such as pictures.example.com"),
            HostedZone = Optional("hostedZone", ZoneId(), "takes the id of a hosted zone, such as Z0123456789ABCDEFGHIJ"),
            Email = Optional("email", Address(), "takes an address"),
            WorkerType = Text("workerType", InstanceType(), "takes an instance type", "c7a.medium"),
            WebType = Text("webType", InstanceType(), "takes an instance type", "t3.small"),
            WebInstances = Number("webInstances", 1, 20) ?? 2,
            ArchiveDays = Number("archiveDays", 1, 3650) ?? 30,
            LogDays = Number("logDays", 1, 3650) ?? 30,
            AnonymousLegacy = Text("anonymousLegacy", TrueOrFalse(), "takes true or false", "false") == "true",
        };
        Check(options.Domain is null || options.Certificate is not null, "domain needs certificate, which proves that name.");
        Check(options.HostedZone is null || options.Domain is not null, "hostedZone needs domain, the name that it gets a record for.");
        return problems.Count == 0 ? options : throw new OptionException(problems);
    }

    private ResourceNames? ReadNames()
    {
        try
        {
            return new(context("prefix") ?? "awsense");
        }
        catch (ArgumentException exception)
        {
            problems.Add($"prefix: {exception.Message}");
            return null;
        }
    }

    private ScalingPolicy? ReadPolicy()
    {
        var name = context("policy") ?? "default";
        var (policy, found) = PolicySource.Read(name);
        if (policy is null)
        {
            problems.AddRange(found.Select(problem => $"policy {name}: {problem}"));
            return null;
        }

        var mode = Text("mode", Mode(), "takes direct, hiResTargetTracking or native", "");
        var actuation = Enum.TryParse<Actuation>(mode, ignoreCase: true, out var named) ? named : policy.Aws.Actuation;
        var changed = policy with
        {
            Fleet = policy.Fleet with { Min = Number("min", 0, 10000) ?? policy.Fleet.Min, Max = Number("max", 1, 10000) ?? policy.Fleet.Max },
            Capacity = policy.Capacity with
            {
                Purchase = policy.Capacity.Purchase with { SpotPercent = Number("spot", 0, 100) ?? policy.Capacity.Purchase.SpotPercent },
                WarmPool = policy.Capacity.WarmPool with { Size = Number("warmPool", 0, 10000) ?? policy.Capacity.WarmPool.Size },
            },
            Aws = policy.Aws with
            {
                Actuation = actuation,
                WarmPool = context("warmPool") is null ? policy.Aws.WarmPool : context("warmPool") != "0",
            },
        };
        changed = changed with { Fleet = changed.Fleet with { Initial = Math.Clamp(changed.Fleet.Initial, changed.Fleet.Min, Math.Max(changed.Fleet.Min, changed.Fleet.Max)) } };
        problems.AddRange(PolicySource.Check(changed).Select(problem => $"policy {name} with these options: {problem}"));
        Check(
            !(changed.Aws.WarmPool && changed.Capacity.WarmPool.Size > 0 && changed.Capacity.Purchase.SpotPercent > 0),
            "A warm pool can't hold spot instances: leave spot or warmPool away.");
        return changed;
    }

    private List<string> ReadNetworks()
    {
        var networks = (context("allow") ?? "0.0.0.0/0").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        Check(networks.Count > 0, "allow names no network, so nobody could reach the service.");
        problems.AddRange(networks
            .Where(network => !IPNetwork.TryParse(network, out var parsed) || parsed.BaseAddress.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
            .Select(network => $"allow: \"{network}\" is no IPv4 network such as 203.0.113.0/24."));
        return networks;
    }

    private string Text(string name, Regex pattern, string takes, string standard)
    {
        var value = context(name) ?? standard;
        Check(pattern.IsMatch(value), value.Length == 0 ? $"{name} is missing: it {takes}." : $"{name} {takes}, not \"{value}\".");
        return value;
    }

    private string? Optional(string name, Regex pattern, string takes) => context(name) is null ? null : Text(name, pattern, takes, standard: "");

    private int? Number(string name, int min, int max)
    {
        if (context(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        problems.Add($"{name} takes a number from {min} to {max}, not \"{text}\".");
        return null;
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Release();

    [GeneratedRegex("^(x86_64|arm64)\\z")]
    private static partial Regex Architecture();

    [GeneratedRegex("^(|direct|hiResTargetTracking|native)\\z")]
    private static partial Regex Mode();

    [GeneratedRegex("^[a-z][a-z0-9-]*\\.[a-z0-9-]+\\z")]
    private static partial Regex InstanceType();

    [GeneratedRegex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9A-Za-z-]+\\z")]
    private static partial Regex CertificateArn();

    [GeneratedRegex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}\\z")]
    private static partial Regex DomainName();

    [GeneratedRegex("^Z[A-Z0-9]{1,31}\\z")]
    private static partial Regex ZoneId();

    [GeneratedRegex("^[^@\\s]+@[^@\\s]+\\z")]
    private static partial Regex Address();

    [GeneratedRegex("^(true|false)\\z")]
    private static partial Regex TrueOrFalse();
}
