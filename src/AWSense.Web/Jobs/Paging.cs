using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Web.Problems;

namespace AWSense.Web.Jobs;

/// <summary>Reads how listings of jobs are paged: newest first, before an id, at most so many.</summary>
internal static class Paging
{
    private const int LimitDefault = 50;

    /// <summary>The id to begin before; null for the newest.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static RequestId? From(string? before) => before is null ? null : RequestId.TryParse(before, out var id) ? id
        : throw new ProblemException(ProblemKinds.Malformed, "before takes the id of a job.");

    /// <summary>The most to return.</summary>
    /// <exception cref="ProblemException">It is out of its bounds.</exception>
    public static int Max(int? limit) => (limit ?? LimitDefault) is >= 1 and <= JobLimits.ListMax and var max ? max
        : throw new ProblemException(ProblemKinds.Malformed, $"limit takes 1 to {JobLimits.ListMax}.");
}
