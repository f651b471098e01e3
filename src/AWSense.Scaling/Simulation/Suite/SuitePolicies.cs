using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Simulation.Suite;

/// <summary>The policies that a suite compares, best setting of each kind: what others run, and what we do.</summary>
public static class SuitePolicies
{
    /// <summary>All, in the order of the reference table.</summary>
    public static IReadOnlyList<ScalingPolicy> All { get; } =
    [
        Direct("fixed", new FixedRule { Capacity = 14 }, interval: 60, phase: 20),
        Seed(),
        Alarmed("step", Step()),
        Alarmed("targetTracking60", new TargetTrackingRule { Metric = "outstandingPerInstance", Target = 1 }),
        HighResolution(),
        Keda("keda60", 1, 60),
        Keda("keda300", 1.5, 300),
        Direct("plain", new PlainRule(), interval: 10, phase: 10),
        Demand("demand-steady", ScalingObjective.Steady, Patient(0.5)),
        Demand("demand-economy", ScalingObjective.Economy, Patient(0.6)),
        Adapting("demand-economy-slo", new()),
        Adapting("demand-economy-slo-smooth", new()
        {
            WaitBudget = 0.77,
            ReleaseBelow = 0.05,
            DrainWithin = Seconds(15),
            RateWindow = Seconds(20),
            NoiseSigma = 2,
            Trend = 0.3,
            Confidence = 1,
        }),
    ];

    /// <summary>The demand rule with every default: it measures the service and boot times that <see cref="All"/> are told.</summary>
    public static ScalingPolicy Default { get; } = new() { Rule = new DemandRule(), Slo = new() { AdaptToWorkload = true } };

    private static ScalingPolicy Seed() => Alarmed("seed", new StepRule
    {
        Warmup = TimeSpan.Zero,
        Out = new() { Threshold = 2, Comparison = Comparison.GreaterThan, Adjustments = [new(0, null, 1)] },
        In = new() { Threshold = 3, Comparison = Comparison.LessThan, Adjustments = [new(null, 0, -1)] },
    }) with
    {
        Drain = new() { Mode = DrainMode.Kill, Victim = VictimOrder.OldestFirst },
    };

    private static StepRule Step() => new()
    {
        Out = new()
        {
            Metric = "backlogPerInstance",
            Threshold = 2,
            Comparison = Comparison.GreaterThanOrEqual,
            Adjustments = [new(0, 4, 1), new(4, 14, 3), new(14, 38, 6), new(38, null, 12)],
        },
        In = new()
        {
            Metric = "outstanding / MAX(1, inService / 2)",
            EvaluationPeriods = 10,
            Threshold = 1,
            Comparison = Comparison.LessThan,
            Type = AdjustmentType.PercentChangeInCapacity,
            Adjustments = [new(null, 0, -50)],
            MinMagnitude = 1,
        },
    };

    /// <summary>Points of ten seconds, each readable at the next tick.</summary>
    private static ScalingPolicy HighResolution()
    {
        var rule = new TargetTrackingRule { Metric = "outstandingPerInstance", Target = 1, Period = Seconds(10), LowPeriods = 90, MaxScaleIn = 1 };
        return Direct("targetTracking10", rule, interval: 10, phase: 20) with
        {
            Signals = new()
            {
                Source = SignalSource.CloudWatch,
                Interval = Seconds(10),
                Phase = Seconds(20),
                SampleInterval = Seconds(10),
                SampleStart = Seconds(20),
                PublicationDelay = Seconds(10),
            },
        };
    }

    private static ScalingPolicy Keda(string name, double queueLength, double stabilization) =>
        Direct(name, new KedaRule { QueueLength = queueLength, Stabilization = Seconds(stabilization) }, interval: 15, phase: 7);

    private static DemandRule Patient(double waitBudget) =>
        new() { WaitBudget = waitBudget, ReleaseBelow = 0.1, DrainWithin = Seconds(30), Hold = Seconds(60), NoiseSigma = 1.5 };

    private static ScalingPolicy Demand(string name, ScalingObjective objective, DemandRule rule) =>
        Direct(name, rule, interval: 5, phase: 5) with { Slo = new() { Objective = objective } };

    private static ScalingPolicy Adapting(string name, DemandRule rule) =>
        Direct(name, rule, interval: 5, phase: 5) with { Slo = new() { AdaptToWorkload = true } };

    private static ScalingPolicy Alarmed(string name, ScalingRule rule) => Direct(name, rule, interval: 60, phase: 20) with
    {
        Signals = new() { Source = SignalSource.CloudWatch, Interval = Seconds(60), Phase = Seconds(20), MaxAge = Seconds(180) },
    };

    private static ScalingPolicy Direct(string name, ScalingRule rule, double interval, double phase) => new()
    {
        Name = name,
        Rule = rule,
        Service = new() { MeanTime = Seconds(1) },
        Capacity = new() { BootTime = new() { Learn = false } },
        Limits = new() { ReversalsPerHour = null },
        Signals = new() { Interval = Seconds(interval), Phase = Seconds(phase) },
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
