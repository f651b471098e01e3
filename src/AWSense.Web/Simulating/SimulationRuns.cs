using AWSense.Scaling.Simulation;
using AWSense.Web.Problems;

namespace AWSense.Web.Simulating;

/// <summary>Runs the simulator for the dashboard: one plan at a time in this process, on a thread of its own, for a bounded time.</summary>
internal sealed class SimulationRuns(TimeProvider time) : IDisposable
{
    /// <summary>The most policies that one plan compares.</summary>
    public const int PoliciesMax = 4;

    /// <summary>The most requests of a workload.</summary>
    public const int RequestsMax = 200_000;

    /// <summary>The longest workload.</summary>
    public static readonly TimeSpan HorizonMax = TimeSpan.FromHours(24);

    /// <summary>The longest that a plan is worked on; what isn't ready then is given up.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    private const int TimelinePoints = 240;

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Tries a plan; while another one is under way it waits.</summary>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <exception cref="ProblemException">The plan can't be tried; its message says why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<SimulationComparison> RunAsync(SimulationPlan plan, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (plan.Policies.Count is < 1 or > PoliciesMax)
        {
            throw new ProblemException(ProblemKinds.Malformed, $"Choose 1 to {PoliciesMax} policies.");
        }

        var first = turn.WaitAsync(cancellationToken);
        if (!first.IsCompleted)
        {
            progress.Report("Another simulation is under way; this one waits for it.");
        }

        await first;
        try
        {
            using var limit = new CancellationTokenSource(TimeMax, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            return await RunAsync(plan, progress, limit.Token, either.Token);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private static async Task<SimulationComparison> RunAsync(SimulationPlan plan, IProgress<string> progress, CancellationToken limit, CancellationToken either)
    {
        try
        {
            // A thread of its own: those of the pool answer clients.
            return await Task.Factory.StartNew(() => Run(plan, progress, either), either, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new ProblemException(ProblemKinds.Malformed, $"It wasn't ready within {TimeMax.TotalSeconds:0} seconds. Try fewer policies or a shorter workload, or run \"awsense simulate\".");
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new ProblemException(ProblemKinds.Malformed, exception.Message);
        }
    }

    private static SimulationComparison Run(SimulationPlan plan, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Drawing the workload.");
        var workload = plan.Draw();
        var settings = new SimulationSettings { Seed = plan.Seed, TimelinePoints = TimelinePoints };
        var runs = new List<SimulationRun>();
        foreach (var policy in plan.Policies)
        {
            progress.Report($"Trying {policy.Name}, {runs.Count + 1} of {plan.Policies.Count}.");
            var result = Simulation.Run(policy, workload, settings, cancellationToken);
            runs.Add(SimulationRun.Of(policy, result));
        }

        return SimulationComparison.Of(workload, runs);
    }
}
