using System.Text.RegularExpressions;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Tests.Support;
using AWSense.Scaling.Aws;
using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Tests.Boot;

/// <summary>The user data, as those read it that an instance has for it.</summary>
public sealed partial class UserDataTests
{
    [Theory]
    [InlineData(InstanceRole.Web)]
    [InlineData(InstanceRole.Worker)]
    public async Task Cloud_init_takes_it_apart_and_knows_all_that_its_configuration_says(InstanceRole role)
    {
        Assert.SkipUnless(Shell.Has("cloud-init"), "cloud-init isn't installed.");
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "user-data"), UserData.Create(Boot(role)), TestContext.Current.CancellationToken);

            var (parsing, parts) = await Shell.RunAsync($"/usr/bin/python3 {TestFile("parts.py")} {folder}/user-data {folder}");
            var (checking, told) = await Shell.RunAsync($"cloud-init schema --config-file {folder}/cloud-config.yaml");

            Assert.True(parsing == 0, parts);
            Assert.Equal("text/cloud-config cloud-config.yaml\ntext/x-shellscript boot.sh\n", parts);
            Assert.True(checking == 0, told);
            Assert.Contains("Valid", told, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(InstanceRole.Web)]
    [InlineData(InstanceRole.Worker)]
    public async Task Shellcheck_finds_nothing_in_the_script_and_in_those_it_places(InstanceRole role)
    {
        Assert.SkipUnless(Shell.Has("shellcheck"), "shellcheck isn't installed.");
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var script = BootScript.Create(Boot(role));
            var scripts = Placed().Matches(script).Where(file => file.Groups["text"].Value.StartsWith('#')).Select(file => file.Groups["text"].Value).Append(script).ToList();
            foreach (var (text, index) in scripts.Select((text, index) => (text, index)))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{index}.sh"), text, TestContext.Current.CancellationToken);
            }

            var (exitCode, output) = await Shell.RunAsync($"shellcheck {folder}/*.sh");

            Assert.True(scripts.Count >= 4, "The scripts that are placed weren't found.");
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(InstanceRole.Web)]
    [InlineData(InstanceRole.Worker)]
    public void Nothing_secret_is_in_it_and_nothing_is_installed(InstanceRole role)
    {
        var text = UserData.Create(Boot(role));

        Assert.DoesNotMatch(@"AKIA|ASIA|git clone|\b(yum|dnf|apt|apt-get|pip3?|npm) ", text);
        Assert.True(text.Length < UserData.BytesMax);
        Assert.StartsWith("Content-Type: multipart/mixed; boundary=\"//\"\nMIME-Version: 1.0\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n--//--\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_of_a_web_instance_is_the_one_that_was_given()
    {
        var policy = new ScalingPolicy { Name = "mine", Rule = new KedaRule { QueueLength = 7 } };
        var script = BootScript.Create(BootPlan.Of(policy, InstanceRole.Web, new("awsense"), Synthesis.Release, new Dictionary<string, string>()));
        var placed = Placed().Matches(script).Single(file => file.Groups["path"].Value == "/etc/awsense/policy.yaml").Groups["text"].Value;

        Assert.Equal(PolicyFile.ToJson(policy), PolicyFile.ToJson(PolicyFile.Read(placed).Policy!));
        Assert.Contains("AWSENSE__Scaling__Policy=/etc/awsense/policy.yaml\n", script, StringComparison.Ordinal);
        Assert.Contains("AWSENSE__AutoScaling__Group=awsense-workers\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_is_restarted_has_bounds_and_no_root()
    {
        var unit = BootScript.Unit(Boot(InstanceRole.Worker));

        Assert.All(
            new[] { "Restart=on-failure", "TimeoutStopSec=150", "MemoryMax=90%", "TasksMax=1024", "DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "StartLimitAction=poweroff" },
            line => Assert.Contains($"\n{line}\n", unit, StringComparison.Ordinal));
        Assert.DoesNotContain("@", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Aws:Bucket", "two\nlines")]
    [InlineData("Aws:Bucket", "$(reboot)")]
    [InlineData("Aws Bucket", "x")]
    public void A_setting_that_would_need_quoting_is_refused(string name, string value)
    {
        Assert.Throws<ArgumentException>(() => Boot(InstanceRole.Web) with { Settings = new Dictionary<string, string> { [name] = value } });
    }

    [Theory]
    [InlineData("main")]
    [InlineData("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    public void A_release_has_no_name_but_its_checksum(string release)
    {
        Assert.Throws<ArgumentException>(() => Boot(InstanceRole.Web) with { ReleaseSha256 = release });
    }

    internal static string TestFile(string name) => Path.Combine(Repository.Root, "tests", "AWSense.Infrastructure.Tests", "Boot", name);

    private static BootSettings Boot(InstanceRole role) =>
        BootPlan.Of(new() { Rule = new DemandRule() }, role, new("awsense"), Synthesis.Release, new Dictionary<string, string>());

    [GeneratedRegex(@"^place \d+ (?<path>\S+) << 'END_OF_FILE'\n(?<text>.*?)^END_OF_FILE$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Placed();
}
