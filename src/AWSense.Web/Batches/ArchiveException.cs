using AWSense.Web.Problems;

namespace AWSense.Web.Batches;

/// <summary>An upload can't be read any further. What came before stands.</summary>
/// <param name="kind">What it is.</param>
/// <param name="message">What it is this time, for people.</param>
internal sealed class ArchiveException(ProblemKind kind, string message) : Exception(message)
{
    public ProblemKind Kind { get; } = kind;

    public static ArchiveException Cut() => new(ProblemKinds.ArchiveCut, "The archive ends before its table of contents, so it was cut off.");

    public static ArchiveException Damaged(string reason) => new(ProblemKinds.ArchiveDamaged, $"The archive is damaged: {reason}.");
}
