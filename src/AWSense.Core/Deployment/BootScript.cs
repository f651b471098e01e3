using System.Globalization;
using System.Text;

namespace AWSense.Core.Deployment;

/// <summary>The shell part of the user data.</summary>
public static class BootScript
{
    private const string Programs = "/usr/local/lib/awsense";
    private const string Units = "/etc/systemd/system";

    // No line of a file that is placed may be this one.
    private const string EndOfFile = "END_OF_FILE";

    /// <summary>Writes the script, whole and by itself.</summary>
    /// <exception cref="ArgumentException">The policy holds the line that ends a file.</exception>
    public static string Create(BootSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return BootFiles.Read("boot.sh")
            .Replace("@ROLE@", Word(settings.Role), StringComparison.Ordinal)
            .Replace("@PREFIX@", settings.Names.Prefix, StringComparison.Ordinal)
            .Replace("@RELEASE@", settings.ReleaseSha256, StringComparison.Ordinal)
            .Replace("@FILES@\n", Files(settings), StringComparison.Ordinal);
    }

    /// <summary>The systemd unit of the program.</summary>
    public static string Unit(BootSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isWorker = settings.Role == InstanceRole.Worker;

        // A worker that can't run makes room for another instance. A web instance goes on trying, since most often only its keys are missing yet.
        var startLimit = isWorker ? "StartLimitIntervalSec=10min\nStartLimitBurst=10\nStartLimitAction=poweroff" : "StartLimitIntervalSec=0";
        var before = isWorker ? $"ExecStartPre={Programs}/await-service" : $"ExecStartPre=-+{Programs}/chores";
        return BootFiles.Read("awsense.service")
            .Replace("@ROLE@", Word(settings.Role), StringComparison.Ordinal)
            .Replace("@START_LIMIT@", startLimit, StringComparison.Ordinal)
            .Replace("@BEFORE@", before, StringComparison.Ordinal)
            .Replace("@COMMAND@", isWorker ? "work" : "web", StringComparison.Ordinal)
            .Replace("@STOP_TIMEOUT@", settings.StopTimeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static string Files(BootSettings settings)
    {
        var script = new StringBuilder();
        Place("0644", $"{Programs}/instance.sh", BootFiles.Read("instance.sh"));
        Place("0755", $"{Programs}/s3", BootFiles.Read("s3.sh"));
        Place("0755", $"{Programs}/chores", BootFiles.Read("chores.sh"));
        Place("0644", $"{Units}/awsense.service", Unit(settings));
        Place("0644", $"{Units}/awsense-chores.service", BootFiles.Read("awsense-chores.service"));
        Place("0644", $"{Units}/awsense-chores.timer", BootFiles.Read("awsense-chores.timer"));
        Place("0644", "/etc/awsense/awsense.env", Environment(settings));
        if (settings.Role == InstanceRole.Worker)
        {
            Place("0755", $"{Programs}/await-service", BootFiles.Read("await-service.sh"));
        }
        else
        {
            Place("0644", PolicyPath, settings.Policy.EndsWith('\n') ? settings.Policy : settings.Policy + '\n');
        }

        return script.ToString();

        void Place(string mode, string path, string content)
        {
            if (content.Split('\n').Contains(EndOfFile, StringComparer.Ordinal))
            {
                throw new ArgumentException($"No line of {path} may be {EndOfFile}.");
            }

            script.Append(CultureInfo.InvariantCulture, $"place {mode} {path} << '{EndOfFile}'\n{content}{EndOfFile}\n\n");
        }
    }

    private const string PolicyPath = "/etc/awsense/policy.yaml";

    private static string Environment(BootSettings settings)
    {
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Backend"] = "aws",
            ["Aws:Prefix"] = settings.Names.Prefix,
            ["Data:Folder"] = "/var/lib/awsense",
        };
        if (settings.Role == InstanceRole.Web)
        {
            own["Scaling:Policy"] = PolicyPath;
        }
        else
        {
            own["AutoScaling:OnInstance"] = "true";
        }

        foreach (var (name, value) in settings.Settings)
        {
            own[name] = value;
        }

        var launch = settings.LaunchHook is { } hook ? $"LAUNCH_HOOK={hook}\nLAUNCH_GROUP={settings.Names.WorkerGroup}\n" : "";
        return launch + string.Concat(own.Select(setting => $"AWSENSE__{setting.Key.Replace(":", "__", StringComparison.Ordinal)}={setting.Value}\n"));
    }

    private static string Word(InstanceRole role) => role == InstanceRole.Worker ? "worker" : "web";
}
