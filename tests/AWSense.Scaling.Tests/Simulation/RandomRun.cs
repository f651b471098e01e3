using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using CsCheck;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Any policy on any short workload in any world, without what kills: what holds for all of them is a property of the simulator.</summary>
internal sealed record RandomRun(ScalingPolicy Policy, double Rate, double MeanService, SimulationSettings Settings)
{
    private static readonly Gen<ScalingRule> Rules = Gen.OneOf<ScalingRule>(
        Gen.Select(Gen.Double[0.1, 1], Gen.Int[0, 60], (budget, hold) => (ScalingRule)new DemandRule { WaitBudget = budget, Hold = TimeSpan.FromSeconds(hold) }),
        Gen.Select(Gen.Double[0.5, 1], Gen.Int[1, 120], (use, drain) => (ScalingRule)new PlainRule { Utilization = use, DrainWithin = TimeSpan.FromSeconds(drain) }),
        Gen.Select(Gen.Double[0.5, 8], Gen.Int[0, 300], (length, window) => (ScalingRule)new KedaRule { QueueLength = length, Stabilization = TimeSpan.FromSeconds(window) }),
        Gen.Int[0, 12].Select(workers => (ScalingRule)new FixedRule { Capacity = workers }),
        Gen.Double[0.5, 5].Select(target => (ScalingRule)new TargetTrackingRule { Target = target, Metric = "outstandingPerInstance", LowPeriods = 3 }),
        Gen.Const((ScalingRule)Simple(step: 2)));

    private static readonly Gen<FleetSettings> Fleets = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 8], Gen.Int[1, 3], (min, more, slots) =>
        new FleetSettings { Min = min, Max = min + more, Initial = min + (more / 2), WorkersPerInstance = slots });

    private static readonly Gen<SimulationSettings> Worlds = Gen.Select(
        Gen.Int[1, 1_000_000],
        Gen.Double[0, 0.5],
        Gen.Double[0, 0.2],
        Gen.Double[0, 0.4],
        Gen.Double[0, 0.4],
        (seed, error, duplicates, lost, slow) => new SimulationSettings
        {
            Seed = seed,
            CountError = error,
            DuplicateShare = duplicates,
            LostLaunchShare = lost,
            SlowLaunchShare = slow,
        });

    public static readonly Gen<RandomRun> Any = Gen.Select(Rules, Fleets, Gen.Double[0.2, 8], Gen.Double[0.05, 3], Worlds, (rule, fleet, rate, service, settings) =>
        new RandomRun(new() { Rule = rule, Fleet = fleet, Signals = SignalsFor(rule) }, rate, service, settings));

    public Workload Workload { get; } = Samples.Poisson(Rate, hours: 0.5, Distribution.Lognormal(MeanService, 0.3), Settings.Seed);

    public SimulationResult Run() => Samples.Run(Policy, Workload, Settings);

    private static SignalSettings SignalsFor(ScalingRule rule) => rule is StepRule or TargetTrackingRule
        ? new() { Source = SignalSource.CloudWatch, Interval = TimeSpan.FromMinutes(1), Phase = TimeSpan.FromSeconds(20) }
        : new();

    private static StepRule Simple(int step) => new()
    {
        Out = new() { Threshold = 2, Comparison = Comparison.GreaterThan, Adjustments = [new(0, null, step)] },
        In = new() { Threshold = 2, Comparison = Comparison.LessThan, Adjustments = [new(null, 0, -step)] },
    };
}
