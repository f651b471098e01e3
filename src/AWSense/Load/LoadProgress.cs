namespace AWSense.Load;

/// <summary>How far a run is.</summary>
/// <param name="ElapsedS">Seconds since its start.</param>
/// <param name="Planned">Requests in all; null when that isn't known.</param>
/// <param name="Sent">Requests begun.</param>
/// <param name="Answered">Requests with an answer that is a label.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Rate">Answers a second, in the last second.</param>
/// <param name="P50Ms">Median latency so far.</param>
/// <param name="P95Ms">95th percentile of the latency so far.</param>
/// <param name="BehindMs">How late the last request was sent, where the load is open.</param>
/// <param name="Workers">Workers in service; null where the server doesn't tell.</param>
internal sealed record LoadProgress(
    double ElapsedS, long? Planned, long Sent, long Answered, long Failed, double Rate, double P50Ms, double P95Ms, double BehindMs, int? Workers);
