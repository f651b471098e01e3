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
        Gen.Int[1, 3].Select(step => (ScalingRule)new StepRule { Out = Out(step), In = In(step) }),
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 300]).Select((step, pause) => (ScalingRule)new SimpleRule { Out = Out(step), In = In(step), Cooldown = TimeSpan.FromSeconds(pause) }),
        Schedules(0, 12).Array[1, 3].Select(entries => (ScalingRule)new ScheduleRule { Entries = entries }));

    private static readonly Gen<FleetSettings> Fleets = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 8], Gen.Int[1, 3]).SelectMany((min, more, slots) =>
        Schedules(min, min + more).Array[0, 2].Select(floors =>
            new FleetSettings { Min = min, Max = min + more, Initial = min + (more / 2), WorkersPerInstance = slots, FloorSchedule = floors }));

    private static readonly Gen<CapacitySettings> Capacities = Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.OneOf(0, 50, 100), (pool, reuse, spot) =>
        new CapacitySettings { WarmPool = new() { Size = pool, Reuse = reuse }, Purchase = new() { SpotPercent = spot } });

    private static readonly Gen<SimulationSettings> Worlds = Gen.Select(
        Gen.Int[1, 1_000_000],
        Gen.Double[0, 0.5],
        Gen.Double[0, 0.2],
        Gen.Double[0, 0.4],
        Gen.Double[0, 0.4],
        Gen.Double[0, 0.5],
        Gen.Double[0, 20],
        (seed, error, duplicates, lost, slow, gaps, interruptions) => new SimulationSettings
        {
            Seed = seed,
            CountError = error,
            DuplicateShare = duplicates,
            LostLaunchShare = lost,
            SlowLaunchShare = slow,
            MetricGapShare = gaps,
            SpotInterruptionsPerHour = interruptions,
        });

    public static readonly Gen<RandomRun> Any = Gen.Select(Rules, Fleets, Capacities, Gen.Double[0.2, 8], Gen.Double[0.05, 3], Worlds, (rule, fleet, capacity, rate, service, settings) =>
        new RandomRun(new() { Rule = rule, Fleet = fleet, Capacity = capacity, Signals = SignalsFor(rule) }, rate, service, settings));

    /// <summary>Nothing of the policy goes by the clock.</summary>
    public bool IsTimeless => Policy.Rule is not ScheduleRule && Policy.Fleet.FloorSchedule.Count == 0;

    public Workload Workload { get; } = Samples.Poisson(Rate, hours: 0.5, Distribution.Lognormal(MeanService, 0.3), Settings.Seed);

    public SimulationResult Run() => Samples.Run(Policy, Workload, Settings);

    private static SignalSettings SignalsFor(ScalingRule rule) => rule is StepRule or TargetTrackingRule
        ? new() { Source = SignalSource.CloudWatch, Interval = TimeSpan.FromMinutes(1), Phase = TimeSpan.FromSeconds(20) }
        : new();

    private static AlarmRule Out(int step) => new() { Threshold = 2, Comparison = Comparison.GreaterThan, Adjustments = [new(0, null, step)] };

    private static AlarmRule In(int step) => new() { Threshold = 2, Comparison = Comparison.LessThan, Adjustments = [new(null, 0, -step)] };

    /// <summary>Numbers of workers that change within the half hour.</summary>
    private static Gen<ScheduledCapacity> Schedules(int min, int max) =>
        Gen.Select(Gen.Int[2, 25], Gen.Int[min, max], (minutes, workers) => new ScheduledCapacity($"*/{minutes} * * * *", workers));
}
