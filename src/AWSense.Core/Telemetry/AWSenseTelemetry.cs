using System.Diagnostics;
using System.Diagnostics.Metrics;

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

    /// <summary>Histogram of a batch's files, once its upload is whole.</summary>
    public const string BatchSize = "awsense.batch.size";

    /// <summary>Counter of tries to deliver a webhook, by <c>outcome</c> (delivered, failed), and of those given up (dead-lettered).</summary>
    public const string Webhooks = "awsense.webhooks";

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

    /// <summary>Gauge of the workers that there are to be.</summary>
    public const string ScalingDesired = "awsense.scaling.desired";

    /// <summary>Counter of decisions that changed the number of workers, by <c>direction</c> (out, in) and <c>reason</c> (rule, backlog, bounds, missing, elsewhere).</summary>
    public const string ScalingDecisions = "awsense.scaling.decisions";

    /// <summary>Counter of requests that were leased again after a lease had ended without their completion.</summary>
    public const string Redelivered = "awsense.requests.redelivered";

    /// <summary>Counter of requests that were given up after workers had died of them.</summary>
    public const string DeadLetters = "awsense.dead_letters";

    /// <summary>Gauge: 1 while the archive can be written, else 0.</summary>
    public const string ArchiveWritable = "awsense.archive.writable";

    /// <summary>Gauge of the bytes that are free on the archive's disk; on the embedded backend only.</summary>
    public const string ArchiveDiskFree = "awsense.archive.disk.free";

    /// <summary>Histogram of seconds that a worker has a request for; the name is of the semantic conventions.</summary>
    public const string ProcessDuration = "messaging.process.duration";

    /// <summary>Attribute of a processing span: how the request ended.</summary>
    public const string OutcomeTag = "awsense.outcome";

    /// <summary>The source that all activities are made from.</summary>
    public static readonly ActivitySource ActivitySource = new(Name);

    // Stages take from a hundred microseconds to the ten minutes of the longest wait.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    // Batches have from one file to the ten thousand of the default limit, or some more.
    private static readonly InstrumentAdvice<int> Files = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000] };

    /// <summary>Begins the span of a stage, under the request's own; null when nobody listens.</summary>
    /// <param name="stage">The stage's name, as in <c>Server-Timing</c>.</param>
    public static Activity? StartStage(string stage) => ActivitySource.StartActivity(stage);

    /// <summary>Makes a histogram of seconds, whose buckets fit what a picture takes.</summary>
    public static Histogram<double> CreateDuration(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    /// <summary>Makes the histogram of a batch's files.</summary>
    public static Histogram<int> CreateBatchSize(Meter meter) => meter.CreateHistogram(BatchSize, "{file}", "Files of a batch, once its upload is whole.", tags: null, Files);
}
