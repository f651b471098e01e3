using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Web.Results;

/// <summary>Some jobs of a listing.</summary>
/// <param name="Entries">Newest first. There may be fewer than were asked for, even none, while there are more behind them.</param>
/// <param name="Next">The id to go on before; null when there are no more.</param>
internal sealed record ResultPage(IReadOnlyList<ListedResult> Entries, RequestId? Next);

/// <summary>A job in a listing.</summary>
/// <param name="Job">Its record.</param>
/// <param name="Result">Its archived result; null when it has none, it is no longer kept, or wasn't asked for.</param>
internal sealed record ListedResult(JobRecord Job, ClassificationResult? Result);
