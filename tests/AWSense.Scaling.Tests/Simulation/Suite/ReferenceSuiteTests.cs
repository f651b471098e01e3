using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation.Suite;

namespace AWSense.Scaling.Tests.Simulation.Suite;

/// <summary>The recorded suite: against what a simulator in another language measured on it, and what the default policy promises on it.</summary>
public sealed class ReferenceSuiteTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("AWSENSE_SHARED") is { } shared ? Path.Combine(shared, "scaling", "suite") : null;

    [Fact]
    public void The_simulator_agrees_with_the_baselines()
    {
        var rows = Run(SuitePolicies.All);
        var comparison = SuiteComparison.Of(rows, SuiteFolder.ReadBaselines(Folder!));

        Assert.Equal(96, comparison.Cells.Count);
        Assert.True(comparison.Agrees, string.Join('\n', comparison.Parting));
    }

    /// <summary>As <c>awsense simulate --suite DIR --policy default</c> runs it.</summary>
    [Fact]
    public void The_default_policy_meets_every_limit_at_little_more_than_the_bound()
    {
        var row = Run([SuitePolicies.Default]).Single();

        Assert.Equal(24, row.Cells.Count);
        Assert.True(row.LimitsMet == 24, string.Join('\n', row.Cells.Where(cell => !cell.LimitMet)));
        Assert.InRange(row.CostOverBound!.Value, 1, 1.35);
        Assert.All(row.Cells, cell =>
        {
            Assert.Equal(0, cell.BusyKilled);
            Assert.True(cell.CostOverBound >= 1, $"{cell} costs less than a schedule that knows every request beforehand");
        });
    }

    private static IReadOnlyList<SuiteRow> Run(IReadOnlyList<ScalingPolicy> policies)
    {
        Assert.SkipUnless(Directory.Exists(Folder), "AWSENSE_SHARED names no folder with scaling/suite: its workloads are not part of the repository.");

        return SuiteRun.Run(policies, SuiteFolder.Read(Folder!), new(), new Progress<SuiteCase>(), TestContext.Current.CancellationToken);
    }
}
