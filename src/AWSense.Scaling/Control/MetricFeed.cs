using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Control;

internal sealed class MetricFeed(SignalSettings signals)
{
    public void Add(QueueReading queue, FleetReading fleet) => _ = signals;
    public QueueReading? NewestAt(DateTimeOffset now) => signals.MaxAge < TimeSpan.Zero || now == default ? null : null;
    public IMetricReader? ReaderAt(DateTimeOffset now) => signals.MaxAge < TimeSpan.Zero || now == default ? null : null;
}
