using System.Collections.Immutable;

namespace AWSense.Scaling.Deciding;

/// <summary>What the arrivals of the last while were like: how much they vary by chance, and how much of a change lasts.</summary>
/// <remarks>
/// A worker ordered now serves a boot time later, so what counts is the rate that is left by then. A step or a wave is still there; a burst
/// shorter than a boot is over, and workers ordered for it come too late and are paid for nothing. Which of them a load has is measured: the
/// deviation of the rate from its mean, against the one that a boot time later was in the mean left of it (a regression through zero).
/// Immutable; everything is forgotten exponentially.
/// </remarks>
internal sealed record ArrivalPattern
{
    /// <summary>Before the first reading.</summary>
    public static readonly ArrivalPattern Unknown = new();

    private readonly ImmutableQueue<Past> pending = [];

    /// <summary>Seconds that were seen.</summary>
    private readonly double elapsed;

    /// <summary>Requests that came in them.</summary>
    private readonly double arrived;

    private readonly Persistence rises;
    private readonly Persistence falls;

    private ArrivalPattern()
    {
    }

    private ArrivalPattern(ImmutableQueue<Past> pending, double elapsed, double arrived, Persistence rises, Persistence falls)
    {
        this.pending = pending;
        this.elapsed = elapsed;
        this.arrived = arrived;
        this.rises = rises;
        this.falls = falls;
    }

    /// <summary>Mean of the arrivals per second over the memory, or over all that was seen where that is less; null before the first reading.</summary>
    public double? Mean { get; private init; }

    /// <summary>Variance of the arrivals in one interval over that of a Poisson stream, smoothed; below 1 counts as 1.</summary>
    /// <remarks>The index of dispersion for counts (D. R. Cox and P. A. W. Lewis, 1966). 1 before anything was seen.</remarks>
    public double Dispersion { get; private init; } = 1;

    /// <summary>The rate of one interval lies so far above the average that chance doesn't explain it, not even with the bursts seen so far.</summary>
    /// <param name="average">Arrivals per second before the interval.</param>
    /// <param name="perSecond">Arrivals per second in it.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="sigma">Standard deviations that chance may explain.</param>
    public bool IsJump(double average, double perSecond, double seconds, double sigma) =>
        seconds > 0 && perSecond - average > sigma * Math.Sqrt(Math.Max(1, Dispersion) * Variance(average, seconds));

    /// <summary>The pattern with one more interval.</summary>
    /// <param name="average">Average of the arrivals per second before the interval; null where there was none.</param>
    /// <param name="averageNow">The same with it.</param>
    /// <param name="perSecond">Arrivals per second in it.</param>
    /// <param name="seconds">Its length; where it had none, nothing changes.</param>
    /// <param name="horizon">Seconds after which it counts what is left of a change.</param>
    /// <param name="memory">Seconds after which an observation counts 1/e.</param>
    public ArrivalPattern Add(double? average, double averageNow, double perSecond, double seconds, double horizon, double memory)
    {
        if (seconds <= 0)
        {
            return this;
        }

        var now = elapsed + seconds;
        var total = arrived + (perSecond * seconds);
        var mean = new MovingAverage(Mean).Add(perSecond, seconds, Math.Min(memory, now)).Value ?? perSecond;
        var kept = Math.Exp(-seconds / memory);
        var (rise, fall) = (rises.Forget(kept), falls.Forget(kept));
        var waiting = pending.Enqueue(new(now, total, averageNow - mean, mean));
        while (!waiting.IsEmpty && waiting.Peek().At <= now - horizon)
        {
            waiting = waiting.Dequeue(out var past);
            if (past.At < now)
            {
                var left = ((total - past.Arrived) / (now - past.At)) - past.Mean;
                (rise, fall) = past.Deviation > 0
                    ? (rise.Add(past.Deviation, left, seconds), fall)
                    : (rise, fall.Add(past.Deviation, left, seconds));
            }
        }

        return new(waiting, now, total, rise, fall) { Mean = mean, Dispersion = Disperse(average, perSecond, seconds, kept) };
    }

    /// <summary>The rate to expect over the next horizon.</summary>
    /// <param name="average">Arrivals per second now.</param>
    /// <param name="horizon">Seconds; as many of a deviation as large as this one that lasted are believed in from the start.</param>
    /// <returns>The rate, and the share of its deviation from the mean that is expected to last, from 0 to 1.</returns>
    /// <remarks>The weight of that belief grows with the square of the deviation: a rise larger than any before it is taken to last.</remarks>
    public (double PerSecond, double Lasting) Expect(double average, double horizon)
    {
        if (Mean is not { } mean)
        {
            return (average, 1);
        }

        var deviation = average - mean;
        var lasting = (deviation > 0 ? rises : falls).Lasting(deviation, horizon);
        return (mean + (lasting * deviation), lasting);
    }

    /// <summary>Variance of the rate of an interval in a Poisson stream; of a request an interval, where fewer are expected.</summary>
    private static double Variance(double average, double seconds) => Math.Max(average, 1 / seconds) / seconds;

    private double Disperse(double? average, double perSecond, double seconds, double kept)
    {
        if (average is not { } before)
        {
            return Dispersion;
        }

        var ratio = (perSecond - before) * (perSecond - before) / Variance(before, seconds);
        return ratio + (kept * (Dispersion - ratio));
    }

    /// <summary>A moment whose horizon isn't over yet.</summary>
    /// <param name="At">Seconds seen until then.</param>
    /// <param name="Arrived">Requests until then.</param>
    /// <param name="Deviation">Of the average then from the mean, per second.</param>
    /// <param name="Mean">Per second.</param>
    private readonly record struct Past(double At, double Arrived, double Deviation, double Mean);

    /// <summary>Sums of the regression of what was left on what there was.</summary>
    private readonly record struct Persistence(double Squares, double Products)
    {
        public Persistence Forget(double kept) => new(Squares * kept, Products * kept);

        public Persistence Add(double deviation, double left, double seconds) =>
            new(Squares + (seconds * deviation * deviation), Products + (seconds * deviation * left));

        public double Lasting(double deviation, double belief)
        {
            var prior = belief * deviation * deviation;
            var squares = Squares + prior;
            return squares > 0 ? Math.Clamp((Products + prior) / squares, 0, 1) : 1;
        }
    }
}
