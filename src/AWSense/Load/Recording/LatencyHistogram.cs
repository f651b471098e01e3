using AWSense.Load.Results;
using HdrHistogram;

namespace AWSense.Load.Recording;

/// <summary>Times from a microsecond to a day, with three digits, in fixed memory.</summary>
/// <remarks>HdrHistogram (G. Tene): every percentile, far ones too, within 0.1 % of the value. Not for several threads at once.</remarks>
internal sealed class LatencyHistogram
{
    private const long MicrosecondsMax = 24L * 3600 * 1_000_000;
    private const double PerMs = 1000;

    private readonly LongHistogram histogram = new(MicrosecondsMax, numberOfSignificantValueDigits: 3);

    public long Count => histogram.TotalCount;

    public double MaxMs => Count == 0 ? 0 : histogram.GetMaxValue() / PerMs;

    public void Record(double seconds) => histogram.RecordValue(Math.Clamp((long)Math.Round(seconds * 1e6), 0, MicrosecondsMax));

    /// <summary>Milliseconds that this percentage of the times don't exceed; 0 of none.</summary>
    public double PercentileMs(double percentile) => Count == 0 ? 0 : histogram.GetValueAtPercentile(percentile) / PerMs;

    public void Clear() => histogram.Reset();

    public LatencySummary Summarize()
    {
        if (Count == 0)
        {
            return new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, []);
        }

        var buckets = histogram.RecordedValues().Select(step => new LatencyBucket(step.ValueIteratedTo / PerMs, step.CountAddedInThisIterationStep)).ToList();
        return new(
            Count,
            buckets[0].UpToMs,
            Math.Round(histogram.GetMean() / PerMs, 3),
            Math.Round(histogram.GetStdDeviation() / PerMs, 3),
            PercentileMs(50),
            PercentileMs(75),
            PercentileMs(90),
            PercentileMs(95),
            PercentileMs(99),
            PercentileMs(99.9),
            MaxMs,
            buckets);
    }

    public StageSummary Summarize(string stage) =>
        new(stage, Count, Math.Round(histogram.GetMean() / PerMs, 3), PercentileMs(50), PercentileMs(95), PercentileMs(99));
}
