using AWSense.Core.Results;

namespace AWSense.Worker.Handling;

/// <summary>Measures the worker's stages, each from the end of the one before.</summary>
internal sealed class StageClock(TimeProvider time, StageTimings begun)
{
    private long last = time.GetTimestamp();

    /// <summary>The stages measured so far.</summary>
    public StageTimings Timings { get; private set; } = begun;

    public void Fetched() => Timings = Timings with { Fetch = Lap() };

    public void Decoded() => Timings = Timings with { Decode = Lap() };

    /// <summary>May be called more than once; the times add up.</summary>
    public void Waited() => Timings = Timings with { Wait = (Timings.Wait ?? 0) + Lap() };

    public void Inferred() => Timings = Timings with { Infer = Lap() };

    private double Lap()
    {
        var now = time.GetTimestamp();
        var lap = time.GetElapsedTime(last, now).TotalMilliseconds;
        last = now;
        return Math.Round(lap, 3);
    }
}
