namespace AWSense.Scaling.Deciding;

/// <summary>Where the count of arrivals stood, so that the next reading gives a rate.</summary>
/// <param name="Arrived">The count.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="CountedSince">When the count began.</param>
internal sealed record ArrivalMark(long Arrived, DateTimeOffset ReadAt, DateTimeOffset CountedSince)
{
    /// <summary>Arrivals since a mark, and the time they took; from the beginning of the count where there is none, or the count began anew.</summary>
    public static (double PerSecond, double Seconds) Since(ArrivalMark? mark, QueueReading reading)
    {
        var known = mark is not null && mark.CountedSince == reading.CountedSince && reading.Arrived >= mark.Arrived;
        var seconds = (reading.ReadAt - (known ? mark!.ReadAt : reading.CountedSince)).TotalSeconds;
        return seconds > 0 ? ((reading.Arrived - (known ? mark!.Arrived : 0)) / seconds, seconds) : (0, 0);
    }

    public static ArrivalMark Of(QueueReading reading) => new(reading.Arrived, reading.ReadAt, reading.CountedSince);
}

/// <summary>An exponentially weighted moving average over time; the first value is taken as it is.</summary>
/// <param name="Value">The average; null before the first value.</param>
internal readonly record struct MovingAverage(double? Value)
{
    /// <summary>Adds a value that held for some seconds; one that held for no time changes nothing.</summary>
    public MovingAverage Add(double value, double seconds, double timeConstant) => this switch
    {
        _ when seconds <= 0 => this,
        { Value: { } known } => new(known + ((1 - Math.Exp(-seconds / timeConstant)) * (value - known))),
        _ => new(value),
    };
}
