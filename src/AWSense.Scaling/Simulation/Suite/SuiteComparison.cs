namespace AWSense.Scaling.Simulation.Suite;

/// <summary>Whether a suite's result agrees with what another simulator measured, each workload in the mean of its seeds.</summary>
/// <remarks>
/// Cost agrees within 5 %, the 95th percentile within 10 % or 3 seconds. Boot times are drawn by each program, which alone moves some cells
/// further, so a result is right when 88 of 96 cells agree in both, or the same share of fewer, and all of them in cost.
/// </remarks>
public sealed record SuiteComparison
{
    private const double CostTolerance = 0.05;
    private const double LatencyTolerance = 0.10;
    private const double LatencyToleranceSeconds = 3;
    private const double AgreeingShare = 88.0 / 96;

    /// <summary>A policy and workloads of it whose cost hangs on single samples.</summary>
    private static readonly (string Policy, string Workload)[] Unsteady = [("targetTracking10", "const"), ("targetTracking10", "flash")];

    private SuiteComparison(IReadOnlyList<ComparedCell> cells) => Cells = cells;

    /// <summary>Each policy on each workload.</summary>
    public IReadOnlyList<ComparedCell> Cells { get; }

    /// <summary>Those that don't agree.</summary>
    public IEnumerable<ComparedCell> Parting => Cells.Where(cell => !cell.Agrees);

    /// <summary>How many must agree.</summary>
    public int AgreeingMin => (int)Math.Floor(Cells.Count * AgreeingShare);

    /// <summary>The result agrees.</summary>
    public bool Agrees =>
        Cells.Count(cell => cell.Agrees) >= AgreeingMin
        && Cells.All(cell => cell.CostAgrees || Unsteady.Contains((cell.Policy, cell.Workload)));

    /// <summary>Compares rows with those at the same place; cases that the other doesn't have don't count.</summary>
    /// <exception cref="ArgumentException">There isn't the same number of rows.</exception>
    public static SuiteComparison Of(IReadOnlyList<SuiteRow> results, IReadOnlyList<SuiteRow> baselines)
    {
        if (results.Count != baselines.Count)
        {
            throw new ArgumentException($"{results.Count} rows can't be compared with {baselines.Count}.", nameof(baselines));
        }

        return new([.. results.Zip(baselines).SelectMany(pair => Compare(pair.First, pair.Second))]);
    }

    private static IEnumerable<ComparedCell> Compare(SuiteRow result, SuiteRow baseline) =>
        from cell in result.Cells
        join known in baseline.Cells on (cell.Workload, cell.Seed) equals (known.Workload, known.Seed)
        group (Cell: cell, Known: known) by cell.Workload into pairs
        select Compare(baseline.Policy, pairs.Key, [.. pairs]);

    private static ComparedCell Compare(string policy, string workload, IReadOnlyList<(SuiteCell Cell, SuiteCell Known)> pairs)
    {
        var cost = pairs.Average(pair => pair.Cell.InstanceSeconds);
        var costKnown = pairs.Average(pair => pair.Known.InstanceSeconds);
        var latency = pairs.Average(pair => pair.Cell.P95);
        var known = pairs.Average(pair => pair.Known.P95);
        return new(policy, workload, cost / costKnown, latency, known)
        {
            CostAgrees = Math.Abs(cost - costKnown) <= CostTolerance * costKnown,
            LatencyAgrees = Math.Abs(latency - known) <= Math.Max(LatencyTolerance * known, LatencyToleranceSeconds),
        };
    }
}

/// <summary>A policy on a workload, twice measured, in the mean of the seeds.</summary>
/// <param name="Policy">The policy, as the other names it.</param>
/// <param name="Workload">The workload.</param>
/// <param name="CostRatio">Cost here over cost there.</param>
/// <param name="P95">The 95th percentile of the latency here, in seconds.</param>
/// <param name="P95Known">And there.</param>
public sealed record ComparedCell(string Policy, string Workload, double CostRatio, double P95, double P95Known)
{
    /// <summary>Within 5 %.</summary>
    public required bool CostAgrees { get; init; }

    /// <summary>Within 10 % or 3 seconds.</summary>
    public required bool LatencyAgrees { get; init; }

    /// <summary>Both agree.</summary>
    public bool Agrees => CostAgrees && LatencyAgrees;

    public override string ToString() => FormattableString.Invariant($"{Policy} on {Workload}: cost x {CostRatio:0.000}, p95 {P95:0.0} s against {P95Known:0.0} s");
}
