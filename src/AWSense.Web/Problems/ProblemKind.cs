namespace AWSense.Web.Problems;

/// <summary>A kind of error that the HTTP interface knows.</summary>
/// <param name="Code">Stable; programs compare it.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it is, in a few words; the same for every occurrence.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
public sealed record ProblemKind(string Code, int Status, string Title, bool Retryable = false)
{
    /// <summary>The problem type as RFC 9457 wants it.</summary>
    public string Type => $"urn:awsense:problem:{Code}";
}
