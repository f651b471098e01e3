using System.Collections.Immutable;

namespace AWSense.Scaling.Deciding;

/// <summary>How long a worker that isn't needed is kept before it is given up: as long as would have cost least lately.</summary>
/// <remarks>
/// The ski rental problem: keeping an idle worker is rent, and starting it anew is the price to buy. Against an unknown gap nothing is better
/// than to keep it for as long as the price would pay; with the gaps known, the best time is the one with the least mean cost over them
/// (A. R. Karlin, M. S. Manasse, L. A. McGeoch and S. Owicki, 1994). A gap is the time for which fewer workers than a level were wanted, and
/// every level of the fleet has its own. A start costs what is billed for it, and the wait it causes: a boot time, in units of the promise.
/// Immutable; everything is forgotten exponentially.
/// </remarks>
internal sealed record LearnedHold
{
    /// <summary>Before the first gap.</summary>
    public static readonly LearnedHold Unknown = new([], [.. new double[Choices.Length]], 0);

    /// <summary>A gap of so many boot times is no longer waited for: it is longer than any hold.</summary>
    private const double LongestGap = 4;

    /// <summary>How much a hold that lies a second further from the rule's must have been better, in seconds: enough to decide between equals.</summary>
    private const double Preference = 0.07;

    private readonly ImmutableArray<Gap> open;
    private readonly ImmutableArray<double> costs;
    private readonly int wanted;

    private LearnedHold(ImmutableArray<Gap> open, ImmutableArray<double> costs, int wanted)
    {
        this.open = open;
        this.costs = costs;
        this.wanted = wanted;
    }

    /// <summary>The holds to choose from, in boot times.</summary>
    private static ReadOnlySpan<double> Choices => [0, 0.2, 0.4, 0.6, 0.8, 1.2, 1.6];

    /// <summary>The longest hold there can be.</summary>
    public static TimeSpan Longest(TimeSpan bootTime) => bootTime * Choices[^1];

    /// <summary>The hold that would have cost least.</summary>
    /// <param name="rules">The hold of the rule, which is taken until a gap was seen.</param>
    public TimeSpan Choose(TimeSpan rules, TimeSpan bootTime)
    {
        var (best, least) = (rules, double.PositiveInfinity);
        for (var choice = 0; choice < Choices.Length; choice++)
        {
            var hold = bootTime * Choices[choice];
            var cost = costs[choice] + (Preference * Math.Abs((hold - rules).TotalSeconds));
            if (costs[choice] > 0 && cost < least)
            {
                (best, least) = (hold, cost);
            }
        }

        return best;
    }

    /// <summary>With one more decision.</summary>
    /// <param name="workers">How many workers the load wanted, without any hold.</param>
    /// <param name="seconds">Time since the last one.</param>
    /// <param name="slo">Seconds that are promised.</param>
    /// <param name="memory">Seconds after which a gap counts 1/e.</param>
    public LearnedHold Add(DateTimeOffset now, int workers, double seconds, CapacityEstimates estimates, double slo, double memory)
    {
        var boot = estimates.BootTime.TotalSeconds;
        var price = estimates.BilledBootTime.TotalSeconds + (boot * boot / slo);
        var kept = Math.Exp(-Math.Max(0, seconds) / memory);
        Span<double> sums = stackalloc double[Choices.Length];
        for (var choice = 0; choice < sums.Length; choice++)
        {
            sums[choice] = costs[choice] * kept;
        }

        var gaps = ImmutableArray.CreateBuilder<Gap>();
        foreach (var gap in open)
        {
            var length = (now - gap.Since).TotalSeconds;
            if (gap.Level > workers && length <= LongestGap * boot)
            {
                gaps.Add(gap);
                continue;
            }

            for (var choice = 0; choice < sums.Length; choice++)
            {
                var hold = boot * Choices[choice];
                sums[choice] += length <= hold ? length : hold + price;
            }
        }

        for (var level = workers + 1; level <= wanted; level++)
        {
            gaps.Add(new(level, now));
        }

        return new(gaps.ToImmutable(), [.. sums], workers);
    }

    /// <summary>Since when fewer workers than a level are wanted.</summary>
    private readonly record struct Gap(int Level, DateTimeOffset Since);
}
