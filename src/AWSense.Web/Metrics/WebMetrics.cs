using System.Diagnostics.Metrics;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;
using AWSense.Web.Reuse;

namespace AWSense.Web.Metrics;

/// <summary>The web tier's instruments.</summary>
internal sealed class WebMetrics
{
    private readonly DecisionLog decisions;
    private readonly Meter meter;
    private readonly Histogram<double> stages;
    private readonly Counter<long> images;
    private readonly Counter<long> droppedReplies;
    private readonly Counter<long> batchEntries;
    private readonly Histogram<int> batchSizes;
    private readonly Counter<long> webhooks;
    private readonly Counter<long> lookups;
    private volatile GaugeReading? reading;
    private int waitersObserved;

    public WebMetrics(IMeterFactory factory, DecisionLog decisions)
    {
        this.decisions = decisions;
        meter = factory.Create(AWSenseTelemetry.Name);
        stages = AWSenseTelemetry.CreateDuration(meter, AWSenseTelemetry.StageDuration, "Time of one stage of a request.");
        images = meter.CreateCounter<long>(AWSenseTelemetry.Images, "{image}", "Answers given, by outcome and model.");
        droppedReplies = meter.CreateCounter<long>(AWSenseTelemetry.RepliesDropped, "{reply}", "Replies that nobody waited for any more.");
        batchEntries = meter.CreateCounter<long>(AWSenseTelemetry.BatchEntries, "{entry}", "Files of batches, by outcome of their upload.");
        batchSizes = AWSenseTelemetry.CreateBatchSize(meter);
        webhooks = meter.CreateCounter<long>(AWSenseTelemetry.Webhooks, "{webhook}", "Tries to deliver webhooks, by outcome.");
        lookups = meter.CreateCounter<long>(AWSenseTelemetry.CacheRequests, "{image}", "Pictures by what the cache of answers did for them.");
        meter.CreateObservableGauge(AWSenseTelemetry.QueueBacklog, Backlog, "{request}", "Requests not yet completed, by state and lane.");
        meter.CreateObservableGauge(AWSenseTelemetry.QueueAge, Age, "s", "Age of the oldest waiting request, by lane.");
        meter.CreateObservableGauge(AWSenseTelemetry.Workers, Workers, "{worker}", "Workers, by state.");
        meter.CreateObservableGauge(AWSenseTelemetry.ScalingDesired, Desired, "{worker}", "Workers that there are to be.");
        meter.CreateObservableCounter(AWSenseTelemetry.ScalingDecisions, Decisions, "{decision}", "Decisions that changed the number of workers, by direction and reason.");
        meter.CreateObservableCounter(AWSenseTelemetry.Redelivered, () => Counted(demand => demand.Redelivered), "{request}", "Requests that were leased again, since their worker was lost.");
        meter.CreateObservableCounter(AWSenseTelemetry.DeadLetters, () => Counted(demand => demand.DeadLetters), "{request}", "Requests that were given up after workers had died of them.");
        meter.CreateObservableGauge(AWSenseTelemetry.ArchiveWritable, Writable, unit: null, "1 while the archive can be written, else 0.");
    }

    /// <summary>Observes how many clients wait.</summary>
    public void Observe(Func<int> waiters)
    {
        if (Interlocked.Exchange(ref waitersObserved, 1) == 0)
        {
            meter.CreateObservableGauge(AWSenseTelemetry.Waiters, waiters, "{request}", "Requests that a client waits for.");
        }
    }

    /// <summary>Takes what is told next of queue, fleet and archive.</summary>
    public void Take(GaugeReading latest) => reading = latest;

    public void CountDroppedReply() => droppedReplies.Add(1);

    /// <summary>A file of a batch was taken in, or refused by itself.</summary>
    public void CountBatchEntry(bool accepted) => batchEntries.Add(1, new KeyValuePair<string, object?>("outcome", accepted ? "accepted" : "refused"));

    /// <summary>A batch's upload is whole.</summary>
    public void CountBatch(int files) => batchSizes.Record(files);

    /// <summary>A webhook was delivered, failed, or was given up.</summary>
    public void CountWebhook(string outcome) => webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

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

    private IEnumerable<Measurement<long>> Backlog() => reading is not { Fleet: { } latest } ? [] :
    [
        Of(latest.Demand.Interactive.Waiting, "waiting", "interactive"),
        Of(latest.Demand.Interactive.Leased, "leased", "interactive"),
        Of(latest.Demand.Bulk.Waiting, "waiting", "bulk"),
        Of(latest.Demand.Bulk.Leased, "leased", "bulk"),
    ];

    // Where a backend doesn't know the lanes' ages, theirs are missing rather than zero.
    private IEnumerable<Measurement<double>> Age() => reading is not { Fleet: { } latest } ? [] : new[] { ("interactive", latest.Demand.Interactive), ("bulk", latest.Demand.Bulk) }
        .Where(lane => lane.Item2.OldestAge is not null || lane.Item2.Waiting == 0)
        .Select(lane => new Measurement<double>(lane.Item2.OldestAge?.TotalSeconds ?? 0, new KeyValuePair<string, object?>("lane", lane.Item1)));

    private IEnumerable<Measurement<long>> Workers() => reading is not { Fleet: { } latest } ? [] : Enum.GetValues<WorkerState>()
        .Select(state => new Measurement<long>(
            latest.Workers.Count(worker => worker.State == state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));

    private IEnumerable<Measurement<long>> Counted(Func<DemandSignals, long> count) => reading is { Fleet: { } latest } ? [new(count(latest.Demand))] : [];

    private IEnumerable<Measurement<int>> Desired() => reading is { Fleet: { } latest } ? [new(latest.DesiredWorkers)] : [];

    // Each begins at zero, so that a rate sees the first one, too.
    private IEnumerable<Measurement<long>> Decisions() =>
        from direction in new[] { (Sign: 1, Name: "out"), (Sign: -1, Name: "in") }
        from kind in Enum.GetValues<ReasonKind>()
        select new Measurement<long>(decisions.Count(direction.Sign, kind), new("direction", direction.Name), new("reason", kind.ToString().ToLowerInvariant()));

    private IEnumerable<Measurement<int>> Writable() => reading is { } latest ? [new(latest.ArchiveWritable ? 1 : 0)] : [];

    private static Measurement<long> Of(long value, string state, string lane) => new(value, new("state", state), new("lane", lane));
}

/// <summary>What is there at one moment.</summary>
/// <param name="Fleet">Null when it can't be read, which is told as nothing rather than as zero.</param>
/// <param name="ArchiveWritable">Whether the archive can be written.</param>
internal sealed record GaugeReading(FleetReading? Fleet, bool ArchiveWritable);

/// <summary>Queue and fleet at one moment.</summary>
internal sealed record FleetReading(DemandSignals Demand, IReadOnlyList<WorkerStatus> Workers, int DesiredWorkers);
