namespace AWSense.Load.Results;

/// <summary>Requests one by one, in the order they were to be sent, a column each, so that runs can be compared picture by picture.</summary>
/// <param name="Total">Requests of the run; the columns hold the first <see cref="Max"/> of them.</param>
/// <param name="Files">Names of the pictures; column <paramref name="File"/> points into it.</param>
/// <param name="File">Index of the picture.</param>
/// <param name="IntendedMs">When it was to be sent, after the start; for a closed load, when it was sent.</param>
/// <param name="LatencyMs">From then to its end.</param>
/// <param name="Label">The answer; null where the request has failed.</param>
internal sealed record RequestColumns(
    long Total, IReadOnlyList<string> Files, IReadOnlyList<int> File, IReadOnlyList<double> IntendedMs, IReadOnlyList<double> LatencyMs, IReadOnlyList<string?> Label)
{
    /// <summary>The most requests that are kept one by one.</summary>
    public const int Max = 100_000;
}
