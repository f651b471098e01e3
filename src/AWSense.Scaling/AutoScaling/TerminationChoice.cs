using AWSense.Scaling.Policies;

namespace AWSense.Scaling.AutoScaling;

/// <summary>Chooses the worker that goes first.</summary>
public static class TerminationChoice
{
    private static readonly TimeSpan BillingHour = TimeSpan.FromHours(1);

    /// <summary>Chooses by our own orders. Of two that are alike in everything the one with the larger number counts as the younger.</summary>
    /// <returns>The index of the worker, or -1 when there is none that isn't protected.</returns>
    public static int Choose(IReadOnlyList<TerminationCandidate> candidates, VictimOrder order)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var best = -1;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates[i].IsProtected && (best < 0 || GoesBefore(candidates[i], candidates[best], order)))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Chooses as the default policy of EC2 Auto Scaling does, which may end a busy one.</summary>
    /// <remarks>
    /// In the zone that has most; of these the oldest template; of these the closest to its next billing hour; of these by chance, which is
    /// <paramref name="seed"/> here. See
    /// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html.
    /// </remarks>
    /// <returns>The index of the worker, or -1 when there is none that isn't protected.</returns>
    public static int ChooseDefault(IReadOnlyList<TerminationCandidate> candidates, DateTimeOffset now, int seed)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var best = -1;
        (int, int, TimeSpan, ulong) bestRank = default;
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            var rank = (-CountIn(candidates, candidate.Zone), candidate.TemplateVersion, ToBillingHour(candidate, now), Mix(seed, candidate.Number));
            if (!candidate.IsProtected && (best < 0 || rank.CompareTo(bestRank) < 0))
            {
                (best, bestRank) = (i, rank);
            }
        }

        return best;
    }

    private static bool GoesBefore(TerminationCandidate a, TerminationCandidate b, VictimOrder order)
    {
        if (order == VictimOrder.IdleFirst)
        {
            // Of those that boot the one that would serve last; else the oldest, whose minimum charge has run out first.
            return a.Load == WorkerLoad.Booting && b.Load == WorkerLoad.Booting
                ? (b.LaunchedAt, b.Number).CompareTo((a.LaunchedAt, a.Number)) < 0
                : (a.Load, a.LaunchedAt, a.Number).CompareTo((b.Load, b.LaunchedAt, b.Number)) < 0;
        }

        return (a.LaunchedAt, a.Number).CompareTo((b.LaunchedAt, b.Number)) < 0;
    }

    private static int CountIn(IReadOnlyList<TerminationCandidate> candidates, int zone)
    {
        var count = 0;
        for (var i = 0; i < candidates.Count; i++)
        {
            count += candidates[i].Zone == zone ? 1 : 0;
        }

        return count;
    }

    private static TimeSpan ToBillingHour(TerminationCandidate candidate, DateTimeOffset now) =>
        BillingHour - TimeSpan.FromTicks((now - candidate.LaunchedAt).Ticks % BillingHour.Ticks);

    // SplitMix64, https://prng.di.unimi.it/splitmix64.c: neighbours in number and seed are in no order.
    private static ulong Mix(int seed, int number)
    {
        var z = unchecked((((ulong)(uint)seed << 32) | (uint)number) + 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}

/// <summary>A worker that may be given up.</summary>
/// <param name="Number">Tells it from the others; larger for one that came later.</param>
/// <param name="LaunchedAt">When it was ordered.</param>
/// <param name="Load">What it does.</param>
public readonly record struct TerminationCandidate(int Number, DateTimeOffset LaunchedAt, WorkerLoad Load)
{
    /// <summary>Its availability zone. The default is 0.</summary>
    public int Zone { get; init; }

    /// <summary>The version of the launch template it came from. The default is 0.</summary>
    public int TemplateVersion { get; init; }

    /// <summary>It may not be given up. The default is false.</summary>
    public bool IsProtected { get; init; }
}

/// <summary>What a worker does, in the order in which they go first.</summary>
public enum WorkerLoad
{
    Idle = 0,
    Booting = 1,
    Busy = 2,
}
