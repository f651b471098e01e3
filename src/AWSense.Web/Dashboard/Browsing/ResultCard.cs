using AWSense.Core.Requests;
using AWSense.Web.Results;

namespace AWSense.Web.Dashboard.Browsing;

/// <summary>A result as the list shows it.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Name">The client's name for the picture; the id where there is none.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Label">The best label; null without labels.</param>
/// <param name="Confidence">How sure the model is of it.</param>
/// <param name="Trouble">Why there are no labels, in a few words.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Format">The picture's format.</param>
/// <param name="At">When it was accepted.</param>
public sealed record ResultCard(
    string Id, string Name, RequestState State, string? Label, double? Confidence, string? Trouble, string Model, string Format, DateTimeOffset At)
{
    internal static ResultCard Of(ListedResult listed)
    {
        var (job, result) = listed;
        var best = result?.Labels is [var first, ..] ? first : null;
        var code = result?.Error?.Code ?? job.ErrorCode;
        return new(
            job.Id.ToString(),
            string.IsNullOrEmpty(job.FileName) ? job.Id.ToString() : job.FileName,
            result?.State ?? job.State,
            best?.Label,
            best?.Confidence,
            code is null ? null : Problems.ProblemKinds.OfError(code).Title,
            job.Model.Name,
            job.Format,
            job.AcceptedAt);
    }
}

/// <summary>Some results, and what they were asked for with.</summary>
/// <param name="Query">The query of the page.</param>
/// <param name="Cards">Newest first.</param>
/// <param name="Next">The id to go on before; null when there are no more.</param>
/// <param name="LoadedAt">When that was so.</param>
public sealed record ResultCards(string Query, IReadOnlyList<ResultCard> Cards, string? Next, DateTimeOffset LoadedAt);
