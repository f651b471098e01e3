using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>What a decider may be shown, and a decider that is shown it in turn.</summary>
internal sealed class Sight(ScalingPolicy policy)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly IDecider decider = Deciders.For(policy);
    private DeciderState state = Deciders.For(policy).Initial;

    /// <summary>The rules that read the queue itself, as they are shipped.</summary>
    public static IReadOnlyList<ScalingPolicy> QueueReaders { get; } =
        [.. Simulation.Suite.SuitePolicies.All.Append(Simulation.Suite.SuitePolicies.Default).Where(one => one.Rule is DemandRule or PlainRule or KedaRule)];

    /// <summary>A policy that always wants the same, within no bounds.</summary>
    public static ScalingPolicy Wanting(int workers) => new()
    {
        Rule = new FixedRule { Capacity = workers },
        Fleet = new() { Min = 0, Max = 100 },
        Limits = new() { ReversalsPerHour = null },
    };

    public static ScalingObservation At(double seconds, int inService, long waiting = 0, long leased = 0, long arrived = 0, double service = 1, params double[] ages) => new()
    {
        Now = Start.AddSeconds(seconds),
        Queue = new(waiting, leased, arrived, Start, Start.AddSeconds(seconds)),
        Fleet = new(inService, [.. ages.OrderDescending().Select(age => Start.AddSeconds(seconds - age))], 0),
        Estimates = new(TimeSpan.FromSeconds(service), TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(65)),
    };

    /// <summary>What is published of a metric at a minute: points of one minute each, oldest first, null where one is missing.</summary>
    public static ScalingObservation Metric(double seconds, int inService, params double?[] points) =>
        At(seconds, inService) with { Metrics = new Points(points) };

    public static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Decides, and remembers.</summary>
    public ScalingDecision Decide(ScalingObservation observation)
    {
        (var decision, state) = decider.Decide(observation, state);
        return decision;
    }

    /// <summary>Decides without remembering.</summary>
    public ScalingDecision Try(ScalingObservation observation) => decider.Decide(observation, state).Decision;

    /// <summary>Points of any metric but the workers in service, which have none.</summary>
    private sealed class Points(double?[] points) : IMetricReader
    {
        public IReadOnlyList<double?> Read(string metric, MetricStatistic statistic, TimeSpan period, int periods) =>
            metric == MetricNames.InService ? new double?[periods] : [.. Enumerable.Repeat((double?)null, periods).Concat(points).TakeLast(periods)];
    }
}
