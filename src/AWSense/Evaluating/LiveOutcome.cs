using System.Diagnostics;
using AWSense.Load.Results;
using AWSense.Load.Sending;
using AWSense.Scaling.Policies;
using AWSense.Web.Fleet;

namespace AWSense.Evaluating;

/// <summary>What was seen of a live case.</summary>
internal sealed class LiveOutcome
{
    private readonly IReadOnlyList<WorkerBody> workers;

    /// <param name="tried">The case.</param>
    /// <param name="policyBegan">When the policy ordered its first worker.</param>
    /// <param name="load">What the clients saw.</param>
    /// <param name="answers">Their answers, in any order.</param>
    /// <param name="follower">What was seen of the fleet.</param>
    public LiveOutcome(EvaluationCase tried, DateTimeOffset policyBegan, LoadResult load, IReadOnlyList<Answer> answers, FleetFollower follower)
    {
        workers = [.. follower.Workers];
        Figures = new()
        {
            Makespan = load.DurationS,
            P50 = load.Latency.P50Ms / 1000,
            P95 = load.Latency.P95Ms / 1000,
            Answered = (int)load.Answered,
            Launches = workers.Count - tried.Policy.Fleet.Initial,
            BusyKilled = tried.Policy.Drain.Mode == DrainMode.Kill ? follower.GoneBusy : 0,
            Redeliveries = follower.Latest!.Redelivered,
            Trace = follower.Trace(load.Run.StartedAt),
        };
        var last = answers.Max(answer => answer.EndedAt);
        Burst = new(load.Run.StartedAt - policyBegan, [.. answers.Select(answer => ArrivedAt(answer, load.DurationS - Stopwatch.GetElapsedTime(answer.EndedAt, last).TotalSeconds)).Order()]);
        var done = workers.Sum(worker => worker.Succeeded + worker.Failed);
        Overhead = TimeSpan.FromSeconds(Math.Max(0, (workers.Sum(worker => worker.BusySeconds) / Math.Max(1, done)) - tried.ServiceTime.TotalSeconds));
    }

    /// <summary>The figures of the table.</summary>
    public CaseFigures Figures { get; }

    /// <summary>The burst, as it reached the queue.</summary>
    public Burst Burst { get; }

    /// <summary>What a picture kept its worker busy for, less the artificial service time, in the mean.</summary>
    public TimeSpan Overhead { get; }

    /// <summary>How long each worker took from its order to its first request, and how many booted at the same time, itself included.</summary>
    public IEnumerable<(TimeSpan Boot, int Together)> Boots => workers
        .Where(worker => worker.ReadyAt is not null)
        .Select(worker => (worker.ReadyAt!.Value - worker.StartedAt, workers.Count(other => other.StartedAt <= worker.ReadyAt && (other.ReadyAt ?? DateTimeOffset.MaxValue) >= worker.StartedAt)));

    /// <summary>The answer's time, less all that the service says happened to it once it was accepted.</summary>
    private static double ArrivedAt(Answer answer, double endedAt)
    {
        var stages = answer.Stages.ToDictionary(stage => stage.Stage, stage => stage.Milliseconds, StringComparer.Ordinal);
        return Math.Max(0, endedAt - ((stages.GetValueOrDefault("total") - stages.GetValueOrDefault("accept")) / 1000));
    }
}
