using System.Runtime.ExceptionServices;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Simulation.Suite;

/// <summary>Tries policies on all cases of a suite, on all cores.</summary>
public static class SuiteRun
{
    /// <summary>Tries them.</summary>
    /// <param name="settings">The world; the seed is each case's own, and no timeline is kept.</param>
    /// <param name="progress">Told of each run that is done, from any thread.</param>
    /// <returns>A row for each policy, in their order. The same arguments always give the same answer.</returns>
    /// <exception cref="InvalidDataException">A case's file isn't one.</exception>
    /// <exception cref="IOException">A case's file can't be read.</exception>
    public static IReadOnlyList<SuiteRow> Run(
        IReadOnlyList<ScalingPolicy> policies,
        IReadOnlyList<SuiteCase> cases,
        SimulationSettings settings,
        IProgress<SuiteCase> progress,
        CancellationToken cancellationToken)
    {
        var results = new (SuiteCell Cell, double Hours)[policies.Count, cases.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, cases.Count, options, RunAll);
        }
        catch (AggregateException exception)
        {
            // One core's failure is the suite's; the others' tell nothing more.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return [.. policies.Select((policy, row) => Summarise(policy, [.. cases.Select((_, number) => results[row, number])]))];

        void RunAll(int number)
        {
            var suiteCase = cases[number];
            var workload = suiteCase.Load();
            for (var policy = 0; policy < policies.Count; policy++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                results[policy, number] = (RunCase(policies[policy], suiteCase, workload, settings), workload.Horizon.TotalHours);
                progress.Report(suiteCase);
            }
        }
    }

    private static SuiteCell RunCase(ScalingPolicy policy, SuiteCase suiteCase, Workload workload, SimulationSettings settings)
    {
        var limit = suiteCase.LatencyLimit;
        var adapted = policy.Slo.AdaptToWorkload ? policy with { Slo = policy.Slo with { LatencyP95 = limit } } : policy;
        var result = Simulation.Run(adapted, workload, settings with { Seed = suiteCase.Seed, TimelinePoints = 0 });
        return new()
        {
            Workload = suiteCase.Workload,
            Seed = suiteCase.Seed,
            InstanceSeconds = Math.Round(result.InstanceSeconds, 1),
            P50 = Math.Round(result.P50, 2),
            P95 = Math.Round(result.P95, 2),
            P99 = Math.Round(result.P99, 2),
            Launches = result.Launches,
            Turns = result.Turns,
            BusyKilled = result.BusyKilled,
            Unserved = Math.Max(0, result.Requests - result.Served - result.LeftLeased),
            CostOverBound = suiteCase.Bound is { } bound ? Math.Round(result.InstanceSeconds / bound, 3) : null,
            CostOverWork = suiteCase.Bound is null ? Math.Round(result.InstanceSeconds / workload.Services.Sum(), 3) : null,
            LimitMet = result.P95 <= limit.TotalSeconds,
        };
    }

    private static SuiteRow Summarise(ScalingPolicy policy, IReadOnlyList<(SuiteCell Cell, double Hours)> results)
    {
        var cells = results.Select(result => result.Cell).ToList();
        var hours = results.Sum(result => result.Hours);
        var relative = Math.Round(Math.Exp(cells.Average(cell => Math.Log(cell.RelativeCost))), 3);
        var bounded = cells.TrueForAll(cell => cell.CostOverBound is not null);
        return new()
        {
            Policy = policy.Name,
            Setting = PolicySetting.Of(policy),
            CostOverBound = bounded ? relative : null,
            CostOverWork = bounded ? null : relative,
            LimitsMet = cells.Count(cell => cell.LimitMet),
            Cells = cells,
            TurnsPerHour = cells.Sum(cell => cell.Turns) / hours,
            BusyKilledPerHour = cells.Sum(cell => cell.BusyKilled) / hours,
        };
    }
}
