namespace AWSense.Evaluating;

/// <summary>A hundred pictures at once.</summary>
/// <param name="At">From the policy's beginning to the first upload.</param>
/// <param name="Arrivals">When each request reached the queue, in seconds after the first upload, ascending: a hundred at once take the web tier a moment.</param>
internal sealed record Burst(TimeSpan At, IReadOnlyList<double> Arrivals)
{
    /// <summary>All in one moment.</summary>
    public static readonly Burst AtOnce = new(EvaluationCase.BurstAt, [.. Enumerable.Repeat(0.0, EvaluationCase.Uploads)]);
}
