using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Control;

/// <summary>A policy at work: takes readings of queue and fleet, learns from them, and decides. Without clock and input of its own.</summary>
/// <remarks>The simulator, the local controller and the one on AWS differ in where the readings come from, and in nothing else.</remarks>
public sealed class Scaler
{
    private readonly ScalingPolicy policy;
    private readonly IDecider decider;
    private readonly ServiceTimeEstimator serviceTime;
    private readonly BootTimeEstimator bootTime;
    private readonly MetricFeed? metrics;
    private DeciderState state;

    /// <summary>Starts at the beginning.</summary>
    public Scaler(ScalingPolicy policy)
    {
        this.policy = policy;
        decider = Deciders.For(policy);
        state = decider.Initial;
        serviceTime = new(policy.Service);
        bootTime = new(policy.Capacity.BootTime);
        metrics = policy.Signals.Source == SignalSource.CloudWatch ? new(policy.Signals) : null;
    }

    /// <summary>What experience says now.</summary>
    public CapacityEstimates Estimates
    {
        get
        {
            var boot = bootTime.Current;
            var billed = boot - policy.Capacity.Billing.PendingFree;
            return new(serviceTime.Current, boot, billed > TimeSpan.Zero ? billed : TimeSpan.Zero);
        }
    }

    /// <summary>Takes a sample of the metrics, where the policy reads any; every <see cref="SignalSettings.SampleInterval"/>, from the start on.</summary>
    public void Sample(QueueReading queue, FleetSnapshot fleet) => metrics?.Add(queue, fleet.Reading);

    /// <summary>Decides; every <see cref="SignalSettings.Interval"/>, from <see cref="SignalSettings.Phase"/> on.</summary>
    /// <param name="queue">The queue as it was read last; null when it couldn't be read.</param>
    public ScalingDecision Decide(DateTimeOffset now, QueueReading? queue, FleetSnapshot fleet)
    {
        serviceTime.Observe(now, fleet);
        bootTime.Observe(fleet);
        var observation = new ScalingObservation
        {
            Now = now,
            Queue = metrics is null ? queue : metrics.NewestAt(now),
            Fleet = fleet.Reading,
            Estimates = Estimates,
            Metrics = metrics?.ReaderAt(now),
        };
        (var decision, state) = decider.Decide(observation, state);
        return decision;
    }
}
