namespace AWSense.Load.Results;

/// <summary>One second of a run.</summary>
/// <param name="Second">Counted from 0.</param>
/// <param name="Sent">Requests begun in it.</param>
/// <param name="Answered">Answers with a label in it.</param>
/// <param name="Failed">Requests that failed in it.</param>
/// <param name="InFlight">Requests without an answer at its end.</param>
/// <param name="P50Ms">Median latency of its answers; null when it has none.</param>
/// <param name="P95Ms">95th percentile; null when it has none.</param>
/// <param name="P99Ms">99th percentile; null when it has none.</param>
internal sealed record LoadSecond(int Second, long Sent, long Answered, long Failed, long InFlight, double? P50Ms, double? P95Ms, double? P99Ms);

/// <summary>How long a stage took, as the server tells in the answers' <c>timings_ms</c> or in <c>Server-Timing</c>.</summary>
internal sealed record StageSummary(string Stage, long Count, double MeanMs, double P50Ms, double P95Ms, double P99Ms);
