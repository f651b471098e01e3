using System.Diagnostics;

namespace AWSense.Core.Telemetry;

/// <summary>The one meter and the one activity source of the program, and the names of their instruments.</summary>
public static class AWSenseTelemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "AWSense";

    /// <summary>Histogram of seconds, by <c>stage</c>.</summary>
    public const string StageDuration = "awsense.stage.duration";

    /// <summary>Counter of ended requests, by <c>outcome</c> and <c>model</c>.</summary>
    public const string Images = "awsense.images";

    /// <summary>Gauge of requests, by <c>state</c> (waiting, leased) and <c>lane</c>.</summary>
    public const string QueueBacklog = "awsense.queue.backlog";

    /// <summary>Counter of files in batches, by <c>outcome</c> of their upload (accepted, refused).</summary>
    public const string BatchEntries = "awsense.batch.entries";

    /// <summary>Counter of pictures by what the cache of answers did for them (<c>outcome</c>: hit, miss, shared).</summary>
    public const string CacheRequests = "awsense.cache.requests";

    /// <summary>Gauge of the oldest waiting request's age in seconds, by <c>lane</c>.</summary>
    public const string QueueAge = "awsense.queue.age";

    /// <summary>Gauge of workers, by <c>state</c>.</summary>
    public const string Workers = "awsense.workers";

    /// <summary>Counter of replies that nobody waited for any more.</summary>
    public const string RepliesDropped = "awsense.replies.dropped";

    /// <summary>Gauge of requests that a client waits for.</summary>
    public const string Waiters = "awsense.waiters";

    /// <summary>The source that all activities are made from.</summary>
    public static readonly ActivitySource ActivitySource = new(Name);
}
