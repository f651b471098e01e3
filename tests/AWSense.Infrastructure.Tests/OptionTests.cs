using AWSense.Infrastructure.Settings;
using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests;

/// <summary>Options that can't be are told at once, in words.</summary>
public sealed class OptionTests
{
    [Fact]
    public void Everything_that_is_wrong_is_told_together()
    {
        var problems = Assert.Throws<OptionException>(() => Read(
            ("release", "v1"), ("mode", "manual"), ("min", "5"), ("max", "2"), ("spot", "101"), ("webInstances", "0"), ("prefix", "A"),
            ("allow", "everybody"), ("domain", "example.com"), ("email", "nobody"), ("workerType", "large"), ("architecture", "sparc"))).Problems;

        Assert.Collection(
            problems.Order(StringComparer.Ordinal),
            problem => Assert.StartsWith("allow: \"everybody\"", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("architecture takes", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("domain needs certificate", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("email takes", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("mode takes direct, hiResTargetTracking or native, not \"manual\"", problem, StringComparison.Ordinal),
            problem => Assert.Contains("min (5) is above max (2)", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("prefix: ", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("release takes the SHA-256", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("spot takes a number from 0 to 100", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("webInstances takes", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workerType takes", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("policy", "nothing", "there is no such file")]
    [InlineData("mode", "native", "native")]
    [InlineData("release", null, "release is missing")]
    public void A_policy_must_be_there_and_fit_its_mode(string option, string? value, string told)
    {
        var problem = Assert.Throws<OptionException>(() => Read(("release", Synthesis.Release), (option, value))).Problems;

        Assert.Contains(told, Assert.Single(problem), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warm_pool_of_spot_instances_is_refused()
    {
        var problem = Assert.Throws<OptionException>(() => Read(("release", Synthesis.Release), ("spot", "50"), ("warmPool", "2"))).Problems;

        Assert.StartsWith("A warm pool can't hold spot instances", Assert.Single(problem), StringComparison.Ordinal);
    }

    private static DeploymentOptions Read(params (string Name, string? Value)[] context)
    {
        var known = context.GroupBy(option => option.Name).ToDictionary(group => group.Key, group => group.Last().Value);
        return new OptionReader(known.GetValueOrDefault).Read();
    }
}
