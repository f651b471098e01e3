using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests.Checks;

/// <summary>The templates against AWS's own schemas of its resources, read by a program of others.</summary>
public sealed class LintTests
{
    [Theory]
    [InlineData("mode=direct")]
    [InlineData("mode=hiResTargetTracking")]
    [InlineData("policy=seed mode=native")]
    [InlineData("spot=50 min=2 email=somebody@example.com anonymousLegacy=true")]
    [InlineData("warmPool=2 certificate=arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d domain=pictures.example.com hostedZone=Z0123456789ABCDEFGHIJ")]
    public async Task No_template_has_an_error_or_a_warning(string options)
    {
        var lint = SharedTools.Find("cfn-lint");
        var synthesis = Synthesis.Of(options.Split(' '));
        var templates = Directory.GetFiles(synthesis.Folder, "*.template.json");

        var (exitCode, output) = await Shell.RunAsync($"{lint} --include-checks W --regions eu-central-1 us-east-1 -- {string.Join(' ', templates)}");

        Assert.Equal(3, templates.Length);
        Assert.True(exitCode == 0 && output.Length == 0, output);
    }
}
