using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Control;

/// <summary>What a policy on published metrics sees: samples, and each only after a while.</summary>
internal sealed class MetricFeed(SignalSettings signals)
{
    private readonly MetricStore store = new(signals.PublicationDelay);
    private readonly Queue<QueueReading> unpublished = new();
    private QueueReading? newest;

    /// <summary>Takes a sample.</summary>
    public void Add(QueueReading queue, FleetReading fleet)
    {
        store.Add(MetricNames.Visible, queue.ReadAt, queue.Waiting);
        store.Add(MetricNames.InFlight, queue.ReadAt, queue.Leased);
        store.Add(MetricNames.InService, queue.ReadAt, fleet.InService);
        unpublished.Enqueue(queue);
    }

    /// <summary>The newest sample of the queue that can be read; null when there is none.</summary>
    public QueueReading? NewestAt(DateTimeOffset now)
    {
        while (unpublished.TryPeek(out var next) && next.ReadAt + signals.PublicationDelay <= now)
        {
            newest = unpublished.Dequeue();
        }

        return newest;
    }

    /// <summary>The metrics that can be read.</summary>
    public IMetricReader ReaderAt(DateTimeOffset now) => store.ReaderAt(now);
}
