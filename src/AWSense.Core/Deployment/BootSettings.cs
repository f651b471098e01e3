using System.Text.RegularExpressions;

namespace AWSense.Core.Deployment;

/// <summary>What an instance is told when it boots.</summary>
public sealed partial record BootSettings
{
    /// <summary>What the instance does.</summary>
    public required InstanceRole Role { get; init; }

    /// <summary>What its resources are called.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>SHA-256 of the release to run: 64 hexadecimal digits, small.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public required string ReleaseSha256
    {
        get;
        init => field = Sha256().IsMatch(value) ? value
            : throw new ArgumentException($"\"{value}\" is no SHA-256: 64 hexadecimal digits, such as scripts/publish prints.");
    }

    /// <summary>The scaling policy as YAML, which the web instances steer by.</summary>
    public required string Policy { get; init; }

    /// <summary>How long the program may take to end when it is asked to. The default is 180 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Name of the lifecycle hook that a worker's instance completes once it has booted; null where nothing holds it. The default is null.</summary>
    public string? LaunchHook { get; init; }

    /// <summary>More settings of the program, by <c>Section:Key</c>.</summary>
    /// <exception cref="ArgumentException">A name or a value would need quoting in the environment of a systemd unit.</exception>
    public IReadOnlyDictionary<string, string> Settings
    {
        get;
        init => field = value.All(setting => SettingName().IsMatch(setting.Key) && SettingValue().IsMatch(setting.Value)) ? value
            : throw new ArgumentException("A setting's name is letters, digits and colons, its value letters, digits, spaces and any of _.:/*+@=,- and no space first.");
    } = new Dictionary<string, string>(StringComparer.Ordinal);

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Sha256();

    [GeneratedRegex("^[A-Za-z0-9]+(:[A-Za-z0-9]+)*\\z")]
    private static partial Regex SettingName();

    [GeneratedRegex("^[A-Za-z0-9_.:/*+@=-][A-Za-z0-9_.:/*+@=, -]*\\z")]
    private static partial Regex SettingValue();
}
