using AWSense.Scaling.Policies;
using AWSense.Web.Fleet;

namespace AWSense.Evaluating;

/// <summary>What was seen of a live case.</summary>
internal sealed class LiveOutcome
{
    private readonly IReadOnlyList<WorkerBody> workers;

    /// <param name="burst">From the policy's beginning to the burst.</param>
    /// <param name="began">When the first upload was sent.</param>
    public LiveOutcome(EvaluationCase tried, TimeSpan burst, IReadOnlyList<TimedAnswer> answers, FleetFollower follower, DateTimeOffset began)
    {
        Burst = new(burst, [.. answers.Select(ArrivedAt).Order()]);
        workers = [.. follower.Workers];
        var times = answers.Select(answer => answer.Answer.Elapsed.TotalSeconds).Order().ToList();
        Figures = new()
        {
            Makespan = answers.Max(answer => answer.At).TotalSeconds,
            P50 = NearestRank(times, 0.50),
            P95 = NearestRank(times, 0.95),
            Answered = answers.Count(answer => answer.Answer.Label is not null),
            Launches = workers.Count - tried.Policy.Fleet.Initial,
            BusyKilled = tried.Policy.Drain.Mode == DrainMode.Kill ? follower.GoneBusy : 0,
            Redeliveries = follower.Latest!.Redelivered,
            Trace = follower.Trace(began),
        };
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
    private static double ArrivedAt(TimedAnswer answer)
    {
        var stages = answer.Answer.Stages.ToDictionary(stage => stage.Stage, stage => stage.Milliseconds, StringComparer.Ordinal);
        var after = stages.GetValueOrDefault("total") - stages.GetValueOrDefault("accept");
        return Math.Max(0, answer.At.TotalSeconds - (after / 1000));
    }

    private static double NearestRank(List<double> ordered, double share) => ordered[(int)Math.Ceiling(ordered.Count * share) - 1];
}
