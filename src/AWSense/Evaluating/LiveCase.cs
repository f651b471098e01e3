using System.Collections.Concurrent;
using AWSense.Hosting;
using AWSense.Load;
using AWSense.Load.Planning;
using AWSense.Load.Sending;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Configuration;

namespace AWSense.Evaluating;

/// <summary>Tries a case with real processes on this machine, in a service of its own that is gone afterwards.</summary>
internal sealed class LiveCase(EvaluationCase tried, IConfiguration configuration, TimeProvider time)
{
    /// <summary>The longest that a case may take after its last answer; then the fleet counts as never back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What happens now, for whoever watches; null before the service runs.</summary>
    public Func<string>? Status { get; private set; }

    /// <summary>Runs it: one worker, a hundred pictures at once, and on until one worker is left and nothing can change that.</summary>
    public async Task<LiveOutcome> RunAsync(IReadOnlyList<LoadPicture> pictures, CancellationToken cancellationToken)
    {
        await using var service = await TemporaryService.StartAsync(
            configuration, "evaluate", tried.PolicyName, tried.Policy.Fleet.Max, tried.ServiceTime, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, service.Stopping);
        using var follower = new FleetFollower(service.Address, time);
        var answers = new Answers();
        Status = () => $"{answers.Count} of {EvaluationCase.Uploads} answered · {follower.Latest?.InService ?? 1} workers";

        // The policy begins as soon as it has ordered its first worker.
        var policyBegan = (await follower.LookAsync(either.Token)).Workers.Min(worker => worker.StartedAt);
        await WaitForBurstAsync(follower, policyBegan, either.Token);
        var sending = LoadRun.RunAsync(Plan(service.Address, pictures), progress: null, answers, either.Token);
        DateTimeOffset? ended = null;
        await follower.FollowAsync(
            () =>
            {
                ended ??= sending.IsCompleted ? time.GetUtcNow() : null;
                return IsOver(ended, follower);
            },
            either.Token);
        return new(tried, policyBegan, await sending, answers.All, follower);
    }

    /// <summary>All pictures at once, each on a connection of its own, as the original's generator sends them.</summary>
    private static LoadPlan Plan(Uri address, IReadOnlyList<LoadPicture> pictures) => new()
    {
        Url = address,
        Protocol = LoadProtocol.MyFile,
        Pictures = pictures,
        Shape = new ClosedLoad(EvaluationCase.Uploads),
        Count = EvaluationCase.Uploads,
        KeepAlive = false,
        FleetPace = TimeSpan.Zero, // the follower looks more often, and longer
    };

    /// <summary>The burst comes at the same moment of the policy's time in every case, or as soon after it as the service is ready.</summary>
    private async Task WaitForBurstAsync(FleetFollower follower, DateTimeOffset policyBegan, CancellationToken cancellationToken)
    {
        var due = policyBegan + EvaluationCase.BurstAt;
        while (time.GetUtcNow() < due)
        {
            await follower.LookAsync(cancellationToken);
            var wait = due - time.GetUtcNow();
            await Task.Delay(wait > TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken);
        }
    }

    /// <summary>One worker is left, and nothing that the policy may have seen can change that; or patience is over.</summary>
    private bool IsOver(DateTimeOffset? ended, FleetFollower follower)
    {
        if (ended is not { } answered)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var moved = follower.GrownAt is { } grown && grown > answered ? grown : answered;
        return (follower.Latest is { Desired: 1, InService: 1, Booting: 0, Draining: 0 } && now - moved > Rest(follower, answered)) || now - answered > Patience;
    }

    /// <summary>A fleet that has shrunk again after the last answer is done; one that hasn't grown since may yet, on metrics that come late.</summary>
    private TimeSpan Rest(FleetFollower follower, DateTimeOffset answered) =>
        follower.GrownAt > answered || tried.Policy.Signals.Source == SignalSource.Direct ? tried.Policy.Signals.Interval * 2 : tried.SettleTime;

    /// <summary>Keeps the answers; from any thread.</summary>
    private sealed class Answers : IProgress<LoadAnswer>
    {
        private readonly ConcurrentQueue<Answer> all = new();

        public int Count => all.Count;

        public IReadOnlyList<Answer> All => [.. all];

        public void Report(LoadAnswer value) => all.Enqueue(value.Answer);
    }
}
