using System.Text.Json;
using System.Text.Json.Nodes;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Suite;
using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Scaling.Tests.Simulation.Suite;

/// <summary>Policies tried on a whole suite.</summary>
public sealed class SuiteRunTests
{
    private static readonly IReadOnlyList<SuiteCase> Short =
    [
        Case("poisson:4:20m", 1, 1000),
        Case("poisson:4:20m", 2, 2000),
        Case("burst:200:1s", 1, null),
    ];

    [Fact]
    public void Cost_is_the_geometric_mean_over_the_bounds()
    {
        var row = Run(Short.Take(2), Samples.Fixed(8)).Single();

        Assert.Equal(8 * 1200 / Math.Sqrt(1000 * 2000), row.CostOverBound!.Value, 0.001);
        Assert.Null(row.CostOverWork);
    }

    [Fact]
    public void Without_a_bound_cost_is_told_over_the_work()
    {
        var row = Run(Short.TakeLast(1), Samples.Fixed(8)).Single();

        Assert.Equal(8 * 3600 / Short[2].Load().Services.Sum(), row.CostOverWork!.Value, 0.001);
        Assert.Null(row.CostOverBound);
        Assert.Null(row.Cells[0].CostOverBound);
    }

    [Fact]
    public void The_order_in_which_cores_finish_changes_nothing()
    {
        ScalingPolicy[] policies = [SuitePolicies.Default, SuitePolicies.All[1], Samples.Fixed(4)];

        Assert.Equal(Json(Run(Short, policies)), Json(Run(Short, policies)));
    }

    [Fact]
    public void The_limit_of_a_workload_is_the_promise_of_a_policy_that_adapts()
    {
        var rigid = SuitePolicies.Default with { Slo = new() { LatencyP95 = TimeSpan.FromSeconds(2) } };
        var adapting = rigid with { Slo = rigid.Slo with { AdaptToWorkload = true } };

        var rows = Run(Short.Take(1), rigid, adapting);

        Assert.True(rows[0].Cells[0].InstanceSeconds > rows[1].Cells[0].InstanceSeconds);
        Assert.Equal("limit", rows[1].Setting["slo"]!.GetValue<string>());
        Assert.Equal(2, rows[0].Setting["slo"]!.GetValue<double>());
    }

    [Fact]
    public void A_limit_is_met_up_to_the_limit()
    {
        var row = Run(Short, Samples.Fixed(1)).Single();

        Assert.All(row.Cells, cell => Assert.False(cell.LimitMet));
        Assert.Equal(0, row.LimitsMet);
        Assert.Equal(3, Run(Short, Samples.Fixed(19)).Single().LimitsMet);
    }

    [Fact]
    public void A_policy_that_leaves_requests_unserved_doesnt_meet_the_limit_by_the_others()
    {
        // Half of the work comes in the last minute; what one worker serves of the rest, it serves at once.
        var workload = new Workload
        {
            Name = "late",
            Arrivals = [.. Enumerable.Range(0, 50).Select(number => number * 10.0), .. Enumerable.Repeat(540.0, 50)],
            Services = [.. Enumerable.Repeat(2.0, 100)],
            Horizon = TimeSpan.FromMinutes(10),
        };
        SuiteCase late = new("late", 1, TimeSpan.FromSeconds(90), null, () => workload);

        var row = Run([late], Samples.Fixed(1)).Single();

        Assert.True(row.Cells[0].Unserved > 5);
        Assert.False(row.Cells[0].LimitMet);
        Assert.Equal(2.02, row.Cells[0].P50, 0.01);
        Assert.Equal(double.PositiveInfinity, row.Cells[0].P95);
        Assert.Equal(row.Cells[0], JsonSerializer.Deserialize<SuiteCell>(JsonSerializer.Serialize(row.Cells[0])));
    }

    /// <summary>The policy wasn't tuned to the seeds of the comparison, so others cost the same and meet as much.</summary>
    [Fact]
    public void Seeds_that_nobody_looked_at_show_the_same()
    {
        var known = Run(SuiteCase.Drawn(firstSeed: 1), SuitePolicies.Default).Single();
        var others = Run(SuiteCase.Drawn(firstSeed: 4), SuitePolicies.Default).Single();

        Assert.True(others.LimitsMet >= 14, string.Join('\n', others.Cells.Where(cell => !cell.LimitMet)));
        Assert.InRange(others.CostOverWork!.Value / known.CostOverWork!.Value, 0.97, 1.03);
    }

    [Fact]
    public void Each_run_is_told()
    {
        var told = 0;
        SuiteRun.Run([Samples.Fixed(1), Samples.Fixed(2)], Short, new(), new Told(() => Interlocked.Increment(ref told)), TestContext.Current.CancellationToken);

        Assert.Equal(6, told);
    }

    [Fact]
    public void A_file_that_cant_be_read_is_told_as_it_is()
    {
        SuiteCase missing = new("quiet", 1, TimeSpan.FromSeconds(30), 1, () => throw new InvalidDataException("quiet-1.csv.gz, line 3"));

        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(() => Run([.. Short, missing], Samples.Fixed(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_is_written_with_the_names_of_the_baselines()
    {
        var row = JsonNode.Parse(Json(Run(Short.Take(1), Samples.Fixed(8))))![0]!.AsObject();

        Assert.Equal(["policy", "setting", "cost_x_bound", "limits_met", "rows"], row.Select(property => property.Key));
        Assert.Equal(
            ["workload", "seed", "instance_s", "p50_s", "p95_s", "p99_s", "launches", "turns", "busy_killed", "unserved", "x_bound", "met"],
            row["rows"]![0]!.AsObject().Select(property => property.Key));
    }

    private static IReadOnlyList<SuiteRow> Run(IEnumerable<SuiteCase> cases, params ScalingPolicy[] policies) =>
        SuiteRun.Run(policies, [.. cases], new(), new Told(() => 0), TestContext.Current.CancellationToken);

    private static SuiteCase Case(string name, int seed, double? bound) =>
        new(name, seed, TimeSpan.FromSeconds(90), bound, () => WorkloadCatalog.Find(name).Draw(seed));

    private static string Json(IReadOnlyList<SuiteRow> rows) => JsonSerializer.Serialize(rows);

    private sealed class Told(Func<int> tell) : IProgress<SuiteCase>
    {
        public void Report(SuiteCase value) => tell();
    }
}
