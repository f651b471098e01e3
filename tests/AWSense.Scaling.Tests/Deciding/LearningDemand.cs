using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>The demand rule that learns, and what it may be shown.</summary>
internal static class LearningDemand
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Boot = TimeSpan.FromSeconds(75);

    public static DemandRule Rule { get; } = new()
    {
        RateWindow = TimeSpan.FromSeconds(30),
        NoiseSigma = 1.5,
        DrainShare = 1.0 / 3,
        LearningTime = TimeSpan.FromMinutes(30),
        JumpSigma = 6,
    };

    public static ScalingPolicy Policy(double slo = 30, ScalingObjective objective = ScalingObjective.Economy, DemandRule? rule = null) => new()
    {
        Rule = rule ?? Rule,
        Slo = new() { LatencyP95 = TimeSpan.FromSeconds(slo), Objective = objective },
        Service = new() { MeanTime = TimeSpan.FromSeconds(1) },
        Capacity = new() { BootTime = new() { Learn = false } },
        Limits = new() { ReversalsPerHour = null },
    };

    /// <summary>What is seen at one moment.</summary>
    /// <param name="ages">Seconds since each booting worker was ordered.</param>
    public static ScalingObservation Observe(DateTimeOffset now, long arrived, long waiting, int inService, params double[] ages) => new()
    {
        Now = now,
        Queue = new(waiting, inService, arrived, Start, now),
        Fleet = new(inService, [.. ages.OrderDescending().Select(age => now.AddSeconds(-age))], 0),
        Estimates = new(TimeSpan.FromSeconds(1), Boot, Boot - TimeSpan.FromSeconds(10)),
    };

    /// <summary>The state after some rates, each for five seconds, with a fleet that always follows at once.</summary>
    public static (DeciderState State, long Arrived, DateTimeOffset Now) After(IDecider decider, IEnumerable<int> requestsPerTick, double seconds = 5)
    {
        var (state, arrived, now, workers) = (decider.Initial, 0L, Start, 1);
        foreach (var requests in requestsPerTick)
        {
            arrived += requests;
            now = now.AddSeconds(seconds);
            (var decision, state) = decider.Decide(Observe(now, arrived, 0, workers), state);
            workers = decision.Desired;
        }

        return (state, arrived, now);
    }
}
