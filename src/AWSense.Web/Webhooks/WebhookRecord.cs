using AWSense.Core.Requests;
using AWSense.Web.Jobs;

namespace AWSense.Web.Webhooks;

/// <summary>A delivery that is owed, or was given up.</summary>
/// <param name="Id">The job's id; deliveries have it as their <c>webhook-id</c>.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Owner">The web instance that delivers it, as long as that lives.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstAttemptAt">When it was first tried.</param>
/// <param name="NextAttemptAt">When it is tried next; missing before the first try.</param>
/// <param name="LastError">Why the last try failed.</param>
public sealed record WebhookRecord(
    RequestId Id,
    string Url,
    string? Owner,
    int Attempts = 0,
    DateTimeOffset? FirstAttemptAt = null,
    DateTimeOffset? NextAttemptAt = null,
    string? LastError = null);

/// <summary>Some deliveries that were given up.</summary>
/// <param name="DeadLetters">Oldest first, at most 1,000.</param>
public sealed record WebhookDeadLetters(IReadOnlyList<WebhookRecord> DeadLetters);

/// <summary>What a delivery tells.</summary>
/// <param name="Type">Such as <c>job.succeeded</c>, by the job's status.</param>
/// <param name="Timestamp">When the job ended.</param>
/// <param name="Data">The job.</param>
public sealed record WebhookEvent(string Type, DateTimeOffset Timestamp, JobBody Data);
