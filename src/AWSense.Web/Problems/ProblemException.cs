using AWSense.Core.Requests;

namespace AWSense.Web.Problems;

/// <summary>Ends the handling of an HTTP request with a problem.</summary>
/// <param name="kind">What it is.</param>
/// <param name="detail">What it is this time, for people.</param>
/// <param name="jobId">The request it is about, when there is one.</param>
internal sealed class ProblemException(ProblemKind kind, string detail, RequestId? jobId = null) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    public RequestId? JobId { get; } = jobId;

    /// <summary>The batch it is about, when there is one.</summary>
    public RequestId? BatchId { get; init; }
}
