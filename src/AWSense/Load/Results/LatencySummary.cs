namespace AWSense.Load.Results;

/// <summary>Latencies in milliseconds, from an HDR histogram of three digits; all 0 when there are none.</summary>
/// <param name="Count">How many.</param>
/// <param name="Buckets">The histogram: ascending, without empty ones.</param>
internal sealed record LatencySummary(
    long Count,
    double MinMs,
    double MeanMs,
    double DeviationMs,
    double P50Ms,
    double P75Ms,
    double P90Ms,
    double P95Ms,
    double P99Ms,
    double P999Ms,
    double MaxMs,
    IReadOnlyList<LatencyBucket> Buckets);

/// <summary>Latencies of about the same length.</summary>
/// <param name="UpToMs">The longest that it counts.</param>
/// <param name="Count">How many.</param>
internal sealed record LatencyBucket(double UpToMs, long Count);

/// <summary>How late requests of an open load were sent, in milliseconds.</summary>
/// <param name="Behind">Whether the generator fell behind: one request in a hundred was sent more than 10 ms late.</param>
internal sealed record LagSummary(double P50Ms, double P99Ms, double MaxMs, bool Behind);
