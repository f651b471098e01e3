using System.ComponentModel;
using System.Globalization;
using AWSense.Core.Requests;
using AWSense.Web.Problems;
using AWSense.Web.Results;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace AWSense.Web.Jobs;

/// <summary>Which jobs a client wants listed, as the query says it.</summary>
internal sealed record JobQuery(
    [property: FromQuery(Name = "state"), Description("Only jobs in this state: queued, running, succeeded, failed, cancelled or expired.")] string? State,
    [property: FromQuery(Name = "label"), Description("Only jobs whose best label contains this text, whatever its case.")] string? Label,
    [property: FromQuery(Name = "model"), Description("Only jobs of this model, whatever its version.")] string? Model,
    [property: FromQuery(Name = "dead_letter"), Description("true: only jobs that were given up after crashes; false: only others.")] bool? DeadLetter,
    [property: FromQuery(Name = "batch"), Description("Only the pictures of the batch of this id.")] string? Batch,
    [property: FromQuery(Name = "since"), Description("Only jobs accepted then or later, such as 2026-01-05T08:00:00Z. The pictures of a batch count as accepted with it.")] string? Since,
    [property: FromQuery(Name = "until"), Description("Only jobs accepted before then.")] string? Until,
    [property: FromQuery(Name = "results"), Description("true: with their labels and times.")] bool? Results,
    [property: FromQuery(Name = "before"), Description("Only jobs older than the one of this id.")] string? Before,
    [property: FromQuery(Name = "limit"), Description("The most jobs to return, 1 to 1000; 50 when missing.")] int? Limit)
{
    private const int TextMax = 200;

    // As RFC 3339 has them.
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <exception cref="ProblemException">A value can't be read.</exception>
    public ResultFilter Filter() => new()
    {
        State = State is null ? null : ParseState(State),
        Label = Short(Label, "label"),
        Model = Short(Model, "model"),
        DeadLetter = DeadLetter,
        Batch = Batch is null ? null : ParseBatch(Batch),
        Since = ParseTime(Since, "since"),
        Until = ParseTime(Until, "until"),
    };

    /// <summary>The address of the same listing, going on before an id.</summary>
    public string UrlBefore(RequestId id, int max)
    {
        var query = new QueryBuilder { { "before", id.ToString() }, { "limit", max.ToString(CultureInfo.InvariantCulture) } };
        foreach (var (name, value) in new[]
        {
            ("state", State), ("label", Label), ("model", Model), ("batch", Batch), ("since", Since), ("until", Until),
            ("dead_letter", DeadLetter is { } dead ? (dead ? "true" : "false") : null), ("results", Results == true ? "true" : null),
        })
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        return $"/v1/jobs{query}";
    }

    private static RequestState ParseState(string text) =>
        Enum.GetValues<RequestState>().Cast<RequestState?>().FirstOrDefault(state => state!.Value.ToWireName() == text)
            ?? throw new ProblemException(ProblemKinds.Malformed, "state takes queued, running, succeeded, failed, cancelled or expired.");

    private static RequestId ParseBatch(string text) => RequestId.TryParse(text, out var id) && id.IsBatch ? id
        : throw new ProblemException(ProblemKinds.Malformed, "batch takes the id of a batch.");

    private static DateTimeOffset? ParseTime(string? text, string name) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new ProblemException(ProblemKinds.Malformed, $"{name} takes a time such as 2026-01-05T08:00:00Z.");

    private static string? Short(string? text, string name) => text is not { Length: > TextMax } ? text
        : throw new ProblemException(ProblemKinds.Malformed, $"{name} takes {TextMax} characters at most.");
}
