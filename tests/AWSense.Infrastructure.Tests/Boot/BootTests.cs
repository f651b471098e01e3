using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Tests.Support;
using AWSense.Scaling.Aws;

namespace AWSense.Infrastructure.Tests.Boot;

/// <summary>The shell part of the user data in a root of its own: it fetches the release as a role, and starts the worker.</summary>
public sealed class BootTests
{
    [Fact]
    public async Task A_worker_starts_from_the_release_and_drains_when_it_is_stopped()
    {
        SkipUnlessPossible();
        var archive = await PublishAsync();
        await using var server = await MotoServer.StartAsync();
        var credentials = await ReleaseAsync(server, archive);
        await using var metadata = MetadataServer.Start(credentials);

        await using var root = await BootAsync(server, metadata, Sha256(archive));

        AssertBooted(root);
        Assert.Equal($"/opt/awsense/{Sha256(archive)}", root.LinkOf("opt/awsense/current"));
        Assert.Contains("enable awsense.service awsense-chores.timer", root.Read("run/systemctl.log"), StringComparison.Ordinal);
        Assert.Contains("AWSENSE__Aws__Bucket=awsense-archive-123456789012-eu-central-1", root.Read("etc/awsense/awsense.env"), StringComparison.Ordinal);
        await root.WaitForAsync("awsense.pid", TimeSpan.FromSeconds(30));

        // The log is sent by the same role, into the folder of workers.
        await root.OrderAsync("chores");
        await root.WaitForAsync("chores.exit", TimeSpan.FromSeconds(30));
        Assert.True(root.Read("run/chores.exit") == "0", root.Read("run/chores.log"));
        Assert.Equal(0, root.Count("var/lib/awsense-logs", "*.log.gz"));

        // The server's check of calls to SQS knows no queues, and would refuse all; that of S3 knows buckets and keys.
        await server.CheckNoMoreAsync();
        var (hearing, heard) = await Shell.RunAsync($"{MotoServer.Python} {Check("presence.py")} {server.Address} awsense-presence '{credentials}'");
        Assert.True(hearing == 0, $"{heard}\n{Head(root.Read("run/awsense.log"))}");
        await root.OrderAsync("stop");
        await root.WaitForAsync("awsense.exit", TimeSpan.FromSeconds(60));
        Assert.True(root.Read("run/awsense.exit") == "0", root.Read("run/awsense.log"));
    }

    [Fact]
    public async Task A_web_instance_boots_and_has_its_keys_before_it_starts()
    {
        SkipUnlessPossible();
        var archive = await SmallArchiveAsync();
        await using var server = await MotoServer.StartAsync();
        await using var metadata = MetadataServer.Start(await ReleaseAsync(server, archive, role: "WebRole"));

        await using var root = await BootAsync(server, metadata, Sha256(archive), Boot(InstanceRole.Web, Sha256(archive)));
        await root.WaitForAsync("awsense.exit", TimeSpan.FromSeconds(30));

        AssertBooted(root);
        Assert.Contains("AWSENSE__Scaling__Policy=/etc/awsense/policy.yaml", root.Read("etc/awsense/awsense.env"), StringComparison.Ordinal);
        Assert.Equal("""{"keys":[]}""", root.Read("var/lib/awsense/keys.json"));
        Assert.Contains("hello web", root.Read("run/awsense.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_of_the_warm_pool_says_that_it_has_booted_and_works_only_once_it_is_in_service()
    {
        SkipUnlessPossible();
        var archive = await SmallArchiveAsync();
        await using var server = await MotoServer.StartAsync();
        await using var metadata = MetadataServer.Start(await ReleaseAsync(server, archive));
        metadata.TargetState = "Warmed:Stopped";

        await using var root = await BootAsync(server, metadata, Sha256(archive), Boot(InstanceRole.Worker, Sha256(archive), "warmPool=3"));
        await Eventually.HoldsAsync(() => !metadata.Posts.IsEmpty, () => $"it lets Auto Scaling go on into the pool.\n{root.Read("run/awsense.log")}");

        AssertBooted(root);
        Assert.Equal("", root.Read("run/awsense.pid"));
        Assert.Equal(
            "Action=CompleteLifecycleAction&Version=2011-01-01&LifecycleActionResult=CONTINUE&LifecycleHookName=awsense-launch&AutoScalingGroupName=awsense-workers&InstanceId=i-0123456789abcdef0",
            metadata.Posts.Single());
        metadata.TargetState = "InService";
        await root.WaitForAsync("awsense.exit", TimeSpan.FromSeconds(30));
        Assert.Equal(2, metadata.Posts.Count);
        Assert.Contains("hello work", root.Read("run/awsense.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_was_changed_is_not_run_and_the_instance_ends()
    {
        SkipUnlessPossible();
        var archive = await SmallArchiveAsync();
        await using var server = await MotoServer.StartAsync();
        await using var metadata = MetadataServer.Start(await ReleaseAsync(server, archive, Synthesis.Release));

        await using var root = await BootAsync(server, metadata, Synthesis.Release);

        AssertGivenUp(root);
        Assert.Contains("computed checksum did NOT match", root.Read("run/boot.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_is_signed_wrongly_is_refused_and_the_instance_ends()
    {
        SkipUnlessPossible();
        var archive = await SmallArchiveAsync();
        await using var server = await MotoServer.StartAsync();
        var credentials = JsonNode.Parse(await ReleaseAsync(server, archive))!;
        credentials["SecretAccessKey"] = "not-the-secret-of-this-key";
        await using var metadata = MetadataServer.Start(credentials.ToJsonString());

        await using var root = await BootAsync(server, metadata, Sha256(archive));

        AssertGivenUp(root);
        Assert.Contains("The requested URL returned error: 40", root.Read("run/boot.log"), StringComparison.Ordinal);
    }

    private static void AssertBooted(BootedRoot root)
    {
        Assert.True(root.Read("run/boot.exit") == "0", root.Read("run/boot.log"));
        Assert.True(root.Read("run/verify.exit") == "0", root.Read("run/verify.log"));
    }

    private static void AssertGivenUp(BootedRoot root)
    {
        Assert.NotEqual("0", root.Read("run/boot.exit"));
        Assert.Equal("--poweroff +5", root.Read("run/shutdown.log"));
        Assert.Null(root.LinkOf("opt/awsense/current"));
        Assert.Equal("", root.Read("run/systemctl.log"));
    }

    // AWSENSE_RELEASE names an archive that was made before, to save the minutes that making it takes.
    private static async Task<string> PublishAsync()
    {
        if (Environment.GetEnvironmentVariable("AWSENSE_RELEASE") is { Length: > 0 } made)
        {
            return made;
        }

        var (exitCode, output) = await Shell.RunAsync("bash scripts/publish");
        Assert.True(exitCode == 0, output);
        return Path.Combine(Repository.Root, output.Split('\n').Single(line => line.EndsWith(".tar.gz", StringComparison.Ordinal)));
    }

    private static void SkipUnlessPossible()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "A root of its own needs root.");
        Assert.SkipUnless(Shell.Has("unshare") && Shell.Has("curl") && Shell.Has("systemd-analyze"), "unshare, curl and systemd-analyze aren't all installed.");
        _ = Synthesis.Of();
    }

    private static BootSettings Boot(InstanceRole role, string release, params string[] options) =>
        BootPlan.Of(Synthesis.Of(options).Options.Policy, role, new("awsense"), release, new Dictionary<string, string>());

    private static async Task<BootedRoot> BootAsync(MotoServer server, MetadataServer metadata, string release, BootSettings? settings = null)
    {
        var script = BootScript.Create(settings ?? Boot(InstanceRole.Worker, release));
        var address = server.Address.ToString().TrimEnd('/');
        return await BootedRoot.RunAsync(script, new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_S3"] = address,
            ["AWS_ENDPOINT_URL_SQS"] = address,
            ["AWS_ENDPOINT_URL_AUTO_SCALING"] = metadata.Address.ToString().TrimEnd('/'),
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Address.ToString().TrimEnd('/'),
            ["AWSENSE_RETRY_SECONDS"] = "0",
        });
    }

    /// <summary>Puts a release where instances find it.</summary>
    /// <returns>The credentials of a role, a worker's unless another is named.</returns>
    private static async Task<string> ReleaseAsync(MotoServer server, string archive, string? name = null, string role = "WorkerRole")
    {
        var (exitCode, output) = await Shell.RunAsync($"{MotoServer.Python} {Check("release.py")} {server.Address} {Synthesis.Of().Folder} awsense {archive} {name ?? Sha256(archive)} {role}");
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static async Task<string> SmallArchiveAsync()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        var (exitCode, output) = await Shell.RunAsync($"cd {folder} && printf '#!/bin/sh\necho hello \"$1\"\n' > awsense && chmod +x awsense && tar --create --gzip --file small.tar.gz awsense");
        Assert.True(exitCode == 0, output);
        return Path.Combine(folder, "small.tar.gz");
    }

    private static string Head(string log) => log[..Math.Min(log.Length, 2000)];

    private static string Check(string name) => Path.Combine(Repository.Root, "tests", "AWSense.Infrastructure.Tests", "Checks", name);

    private static string Sha256(string archive)
    {
        using var file = File.OpenRead(archive);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
