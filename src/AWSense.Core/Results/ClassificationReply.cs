namespace AWSense.Core.Results;

/// <summary>What a worker tells the waiting web instance once the result is archived.</summary>
/// <param name="Result">The outcome that stands in the archive.</param>
/// <param name="ArchiveMs">How long archiving took, in milliseconds.</param>
/// <param name="ArchivedAt">When it was done, by the worker's clock.</param>
public sealed record ClassificationReply(ClassificationResult Result, double ArchiveMs, DateTimeOffset ArchivedAt);
