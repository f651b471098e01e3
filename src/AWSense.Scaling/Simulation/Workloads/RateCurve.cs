namespace AWSense.Scaling.Simulation.Workloads;

/// <summary>Requests a second over the seconds of a run.</summary>
internal static class RateCurve
{
    /// <summary>The largest rate of each curve but <see cref="Stairs"/>.</summary>
    public const double DayMax = 12;

    /// <summary>The largest rate of <see cref="Stairs"/>.</summary>
    public const double StairsMax = 14;

    private const double DayLength = 6 * 3600;
    private const double FlashBase = 1.5;
    private const double FlashBegin = 1800;
    private const double FlashRise = 30;
    private const double FlashStay = 600;
    private const double FlashDecay = 300;
    private const double StairLength = 1200;

    private static readonly double[] StairRates = [2, 8, 3, 12, 6, 14, 4, 1];

    /// <summary>A day's wave in 6 hours, from 1 to 12.</summary>
    public static double Diurnal(double at) => 6.5 - (5.5 * Math.Cos(2 * Math.PI * at / DayLength));

    /// <summary>1.5, from 30 minutes on up to 12 within 30 seconds, 10 minutes there, and back exponentially.</summary>
    public static double Flash(double at) => (at - FlashBegin) switch
    {
        < 0 => FlashBase,
        < FlashRise and var since => FlashBase + ((DayMax - FlashBase) * since / FlashRise),
        < FlashRise + FlashStay => DayMax,
        var since => FlashBase + ((DayMax - FlashBase) * Math.Exp(-(since - FlashRise - FlashStay) / FlashDecay)),
    };

    /// <summary>A new level every 20 minutes.</summary>
    public static double Stairs(double at) => StairRates[Math.Clamp((int)(at / StairLength), 0, StairRates.Length - 1)];
}
