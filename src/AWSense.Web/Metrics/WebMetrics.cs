using System.Diagnostics.Metrics;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Web.Reuse;

namespace AWSense.Web.Metrics;

/// <summary>The web tier's instruments.</summary>
internal sealed class WebMetrics
{
    private readonly Meter meter;
    private readonly Histogram<double> stages;
    private readonly Counter<long> images;
    private readonly Counter<long> droppedReplies;
    private readonly Counter<long> batchEntries;
    private readonly Counter<long> lookups;
    private volatile FleetReading? reading;
    private int waitersObserved;

    public WebMetrics(IMeterFactory factory)
    {
        meter = factory.Create(AWSenseTelemetry.Name);
        stages = meter.CreateHistogram<double>(AWSenseTelemetry.StageDuration, "s", "Time of one stage of a request.");
        images = meter.CreateCounter<long>(AWSenseTelemetry.Images, "{image}", "Answers given, by outcome and model.");
        droppedReplies = meter.CreateCounter<long>(AWSenseTelemetry.RepliesDropped, "{reply}", "Replies that nobody waited for any more.");
        batchEntries = meter.CreateCounter<long>(AWSenseTelemetry.BatchEntries, "{entry}", "Files of batches, by outcome of their upload.");
        lookups = meter.CreateCounter<long>(AWSenseTelemetry.CacheRequests, "{image}", "Pictures by what the cache of answers did for them.");
        meter.CreateObservableGauge(AWSenseTelemetry.QueueBacklog, Backlog, "{request}", "Requests not yet completed, by state and lane.");
        meter.CreateObservableGauge(AWSenseTelemetry.QueueAge, Age, "s", "Age of the oldest waiting request, by lane.");
        meter.CreateObservableGauge(AWSenseTelemetry.Workers, Workers, "{worker}", "Workers, by state.");
    }

    /// <summary>Observes how many clients wait.</summary>
    public void Observe(Func<int> waiters)
    {
        if (Interlocked.Exchange(ref waitersObserved, 1) == 0)
        {
            meter.CreateObservableGauge(AWSenseTelemetry.Waiters, waiters, "{request}", "Requests that a client waits for.");
        }
    }

    /// <summary>Takes what the next scrape tells of queue and fleet; null when they can't be read, which is told as nothing rather than as zero.</summary>
    public void Observe(FleetReading? latest) => reading = latest;

    public void CountDroppedReply() => droppedReplies.Add(1);

    /// <summary>A file of a batch was taken in, or refused by itself.</summary>
    public void CountBatchEntry(bool accepted) => batchEntries.Add(1, new KeyValuePair<string, object?>("outcome", accepted ? "accepted" : "refused"));

    /// <summary>The cache of answers was asked for a picture.</summary>
    public void CountLookup(AnswerOrigin origin) => lookups.Add(1, new KeyValuePair<string, object?>("outcome", origin switch
    {
        AnswerOrigin.Archive => "hit",
        AnswerOrigin.Flight => "shared",
        _ => "miss",
    }));

    /// <summary>An answer was given.</summary>
    public void CountAnswer(ClassificationResult result, StageTimings timings)
    {
        images.Add(1, new("outcome", Core.Requests.RequestStates.ToWireName(result.State)), new("model", result.Model.Name));
        foreach (var (stage, milliseconds) in timings.Enumerate())
        {
            stages.Record(milliseconds / 1000, new KeyValuePair<string, object?>("stage", stage));
        }
    }

    private IEnumerable<Measurement<long>> Backlog() => reading is not { } latest ? [] :
    [
        Of(latest.Demand.Interactive.Waiting, "waiting", "interactive"),
        Of(latest.Demand.Interactive.Leased, "leased", "interactive"),
        Of(latest.Demand.Bulk.Waiting, "waiting", "bulk"),
        Of(latest.Demand.Bulk.Leased, "leased", "bulk"),
    ];

    // Where a backend doesn't know the lanes' ages, theirs are missing rather than zero.
    private IEnumerable<Measurement<double>> Age() => reading is not { } latest ? [] : new[] { ("interactive", latest.Demand.Interactive), ("bulk", latest.Demand.Bulk) }
        .Where(lane => lane.Item2.OldestAge is not null || lane.Item2.Waiting == 0)
        .Select(lane => new Measurement<double>(lane.Item2.OldestAge?.TotalSeconds ?? 0, new KeyValuePair<string, object?>("lane", lane.Item1)));

    private IEnumerable<Measurement<long>> Workers() => reading is not { } latest ? [] : Enum.GetValues<WorkerState>()
        .Select(state => new Measurement<long>(
            latest.Workers.Count(worker => worker.State == state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));

    private static Measurement<long> Of(long value, string state, string lane) => new(value, new("state", state), new("lane", lane));
}

/// <summary>Queue and fleet at one moment.</summary>
internal sealed record FleetReading(DemandSignals Demand, IReadOnlyList<WorkerStatus> Workers);
