using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Web.Results;

/// <summary>Which jobs a listing is to show. All that is set must hold.</summary>
internal sealed record ResultFilter
{
    /// <summary>Only jobs whose best label contains this, whatever its case; null for all.</summary>
    public string? Label { get; init; }

    /// <summary>Only jobs of the model of that name, whatever its version; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Only jobs in this state; null for all.</summary>
    public RequestState? State { get; init; }

    /// <summary>Only dead letters, or only others; null for both.</summary>
    public bool? DeadLetter { get; init; }

    /// <summary>Only jobs whose ids were made then or later; null without a bound. The entries of a batch have its time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only jobs whose ids were made before then; null without a bound.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only entries of the batch of this id; null for all jobs. They follow each other in the order of ids, so no other job is looked at.</summary>
    public RequestId? Batch { get; init; }

    /// <summary>Whether labels have to be read to decide.</summary>
    public bool NeedsResults => !string.IsNullOrEmpty(Label);

    /// <summary>Whether the job store's own filter says all there is to say.</summary>
    public bool IsPlain => !NeedsResults && string.IsNullOrEmpty(Model) && DeadLetter is null;

    /// <summary>Whether no job can be what is asked for.</summary>
    public bool IsEmpty =>
        (NeedsResults && State is { } state && state != RequestState.Succeeded)
        || (DeadLetter == true && State is { } other && other != RequestState.Failed)
        || Until < DateTimeOffset.UnixEpoch;

    /// <summary>The state that the job store is asked for: labels come with success, dead letters with failure.</summary>
    public RequestState? StateToAsk => State ?? (NeedsResults ? RequestState.Succeeded : DeadLetter == true ? RequestState.Failed : null);

    /// <summary>Whether this job and all that follow it in a listing are too old.</summary>
    public bool IsBehind(RequestId id) => id.CreatedAt < Since || (Batch is { } batch && id.Entry(0) != batch);

    /// <summary>Where a listing begins: before which id.</summary>
    /// <param name="before">Where it is asked to go on; null from the newest on.</param>
    public RequestId? Begin(RequestId? before) => Earlier(before, Earlier(
        Until is { } until ? RequestId.LowerBound(until) : null,
        Batch is { } batch ? batch.Entry(RequestId.EntriesMax) : null)); // more than a batch may hold

    /// <summary>Whether a record can be what is asked for, but for its labels.</summary>
    public bool Admits(JobRecord job) =>
        (string.IsNullOrEmpty(Model) || string.Equals(job.Model.Name, Model, StringComparison.OrdinalIgnoreCase))
        && (DeadLetter is not { } dead || job.DeadLetter == dead);

    /// <summary>Whether a job's labels are what is asked for.</summary>
    public bool Admits(ListedResult listed) =>
        !NeedsResults || (listed.Result?.Labels is [var best, ..] && best.Label.Contains(Label!, StringComparison.OrdinalIgnoreCase));

    private static RequestId? Earlier(RequestId? one, RequestId? other) =>
        one is null || (other is not null && string.CompareOrdinal(other.ToString(), one.ToString()) < 0) ? other : one;
}
