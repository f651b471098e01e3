using AWSense.Scaling.Simulation.Suite;

namespace AWSense.Scaling.Tests.Simulation.Suite;

/// <summary>When a result is the same as another simulator's.</summary>
public sealed class SuiteComparisonTests
{
    [Theory]
    [InlineData(1000, 30, true)]
    [InlineData(1050, 30, true)]
    [InlineData(1051, 30, false)]
    [InlineData(949, 30, false)]
    [InlineData(1000, 33, true)] // 3 seconds more
    [InlineData(1000, 33.1, false)]
    public void A_cell_agrees_within_five_per_cent_and_three_seconds(double cost, double p95, bool agrees) =>
        Assert.Equal(agrees, Compare(Row("keda", Cell("const", 1, cost, p95)), Row("keda", Cell("const", 1, 1000, 30))).Cells.Single().Agrees);

    [Theory]
    [InlineData(330, true)]
    [InlineData(331, false)]
    public void A_long_latency_agrees_within_ten_per_cent(double p95, bool agrees) =>
        Assert.Equal(agrees, Compare(Row("seed", Cell("flash", 1, 1000, p95)), Row("seed", Cell("flash", 1, 1000, 300))).Cells.Single().LatencyAgrees);

    [Fact]
    public void The_mean_of_the_seeds_counts()
    {
        var comparison = Compare(
            Row("keda", Cell("const", 1, 900, 20), Cell("const", 2, 1100, 40)),
            Row("keda", Cell("const", 1, 1000, 30), Cell("const", 2, 1000, 30), Cell("nasa", 1, 1, 1)));

        Assert.True(Assert.Single(comparison.Cells).Agrees);
        Assert.True(comparison.Agrees);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Eight_of_ninety_six_cells_may_part_in_latency(int parting, bool agrees)
    {
        var result = Row("keda", [.. Enumerable.Range(0, 96).Select(number => Cell($"{number}", 1, 1000, number < parting ? 99 : 30))]);
        var known = Row("keda", [.. Enumerable.Range(0, 96).Select(number => Cell($"{number}", 1, 1000, 30))]);

        Assert.Equal(agrees, Compare(result, known).Agrees);
    }

    [Theory]
    [InlineData("keda", "const", false)]
    [InlineData("targetTracking10", "const", true)]
    [InlineData("targetTracking10", "flash", true)]
    [InlineData("targetTracking10", "nasa", false)]
    public void Cost_may_part_only_where_it_hangs_on_single_samples(string policy, string workload, bool agrees)
    {
        SuiteCell[] others = [.. Enumerable.Range(0, 95).Select(number => Cell($"{number}", 1, 1000, 30))];

        Assert.Equal(agrees, Compare(Row(policy, [Cell(workload, 1, 2000, 30), .. others]), Row(policy, [Cell(workload, 1, 1000, 30), .. others])).Agrees);
    }

    [Fact]
    public void Rows_that_dont_match_arent_compared() =>
        Assert.Throws<ArgumentException>(() => SuiteComparison.Of([], [Row("keda")]));

    private static SuiteComparison Compare(SuiteRow result, SuiteRow known) => SuiteComparison.Of([result], [known]);

    private static SuiteRow Row(string policy, params SuiteCell[] cells) => new() { Policy = policy, Setting = [], LimitsMet = 0, Cells = cells };

    private static SuiteCell Cell(string workload, int seed, double cost, double p95) => new()
    {
        Workload = workload,
        Seed = seed,
        InstanceSeconds = cost,
        P50 = 1,
        P95 = p95,
        P99 = p95,
        Launches = 0,
        Turns = 0,
        BusyKilled = 0,
        Unserved = 0,
        LimitMet = true,
    };
}
