using System.Text.Json.Serialization;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Web.Jobs;

namespace AWSense.Web.Dashboard.Browsing;

/// <summary>A job as its page shows it, or why there is none.</summary>
/// <param name="Id">The id that was asked for.</param>
/// <param name="Problem">Why there is none; null when there is.</param>
public sealed record ShownJob(string Id, string? Problem)
{
    public JobBody? Job { get; init; }

    public string Format { get; init; } = "";

    public long Bytes { get; init; }

    public string Sha256 { get; init; } = "";

    /// <summary>The best label, else how it ended or stands.</summary>
    [JsonIgnore]
    public string Title => Job switch
    {
        { Labels: [var best, ..] } => best.Label,
        { Error: { } error } => Problems.ProblemKinds.OfError(error.Code).Title,
        { } job => job.Status.ToWireName(),
        null => "No result here",
    };

    internal static ShownJob Of(string id, JobRecord record, JobBody job) =>
        new(id, Problem: null) { Job = job, Format = record.Format, Bytes = record.Bytes, Sha256 = record.Sha256 };
}
