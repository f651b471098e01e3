using AWSense.Scaling.Simulation.Suite;

namespace AWSense.Scaling.Tests.Simulation.Suite;

/// <summary>The recorded suite, against what a simulator in another language measured on it.</summary>
public sealed class ReferenceSuiteTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("AWSENSE_SHARED") is { } shared ? Path.Combine(shared, "scaling", "suite") : null;

    [Fact]
    public void The_simulator_agrees_with_the_baselines()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "AWSENSE_SHARED names no folder with scaling/suite: its workloads are not part of the repository.");

        var rows = SuiteRun.Run(SuitePolicies.All, SuiteFolder.Read(Folder!), new(), new Progress<SuiteCase>(), TestContext.Current.CancellationToken);
        var comparison = SuiteComparison.Of(rows, SuiteFolder.ReadBaselines(Folder!));

        Assert.Equal(96, comparison.Cells.Count);
        Assert.True(comparison.Agrees, string.Join('\n', comparison.Parting));
    }
}
