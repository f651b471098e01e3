using AWSense.Core.Requests;

namespace AWSense.Web.Jobs;

/// <summary>Ids that clients choose.</summary>
internal static class SubmittedIds
{
    // An id names its time, by which pictures are archived and removed.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(24);

    /// <summary>Reads one, if it is a UUID of version 7 made within 24 hours.</summary>
    public static bool TryParse(string text, TimeProvider time, out RequestId id) =>
        RequestId.TryParse(text, out id) && (time.GetUtcNow() - id.CreatedAt).Duration() <= ClockTolerance;
}
