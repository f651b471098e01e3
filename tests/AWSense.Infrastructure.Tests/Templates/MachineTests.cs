using System.Text.Json.Nodes;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Tests.Support;
using AWSense.Scaling.Aws;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>What instances are made from.</summary>
public sealed class MachineTests
{
    [Theory]
    [InlineData(InstanceRole.Web)]
    [InlineData(InstanceRole.Worker)]
    public void Metadata_takes_a_token_and_disks_are_encrypted(InstanceRole role)
    {
        var machine = Machine(Synthesis.Of(), role);

        var metadata = machine["MetadataOptions"]!;
        Assert.Equal(("required", "1", "enabled"), (metadata["HttpTokens"].Flat(), metadata["HttpPutResponseHopLimit"].Flat(), metadata["InstanceMetadataTags"].Flat()));
        Assert.All(machine["BlockDeviceMappings"].Many(), disk => Assert.Equal("true", disk["Ebs"]!["Encrypted"].Flat()));
        Assert.Equal("terminate", machine["InstanceInitiatedShutdownBehavior"].Flat());
        Assert.Null(machine["KeyName"]);
    }

    [Theory]
    [InlineData(InstanceRole.Web, "web")]
    [InlineData(InstanceRole.Worker, "worker")]
    public void The_user_data_is_what_the_command_prints(InstanceRole role, string word)
    {
        var synthesis = Synthesis.Of();
        var deployed = Machine(synthesis, role)["UserData"].Flat();

        Assert.Equal(UserData.Create(BootPlan.Of(synthesis.Options.Policy, role, new("awsense"), Synthesis.Release, new Dictionary<string, string>())), deployed);
        Assert.Contains($"ROLE={word}", deployed, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_clients_need_no_key_only_where_that_was_asked_for()
    {
        Assert.DoesNotContain("AnonymousLegacy", Machine(Synthesis.Of(), InstanceRole.Web)["UserData"].Flat(), StringComparison.Ordinal);
        Assert.Contains("AWSENSE__Auth__AnonymousLegacy__0=10.0.0.0/16\n", Machine(Synthesis.Of("anonymousLegacy=true"), InstanceRole.Web)["UserData"].Flat(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_fits_the_processor()
    {
        var arm = Synthesis.Of("architecture=arm64", "workerType=c7g.medium", "webType=t4g.small").Compute;

        Assert.EndsWith("arm64", Assert.Single(arm["Parameters"]!.AsObject()).Value!["Default"].Flat(), StringComparison.Ordinal);
        Assert.Equal("c7g.medium", Machine(Synthesis.Of("architecture=arm64", "workerType=c7g.medium", "webType=t4g.small"), InstanceRole.Worker)["InstanceType"].Flat());
    }

    private static JsonNode Machine(Synthesis synthesis, InstanceRole role) =>
        synthesis.Compute.The("AWS::EC2::LaunchTemplate", $"{role}Template")["LaunchTemplateData"]!;
}
