using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Policies;

/// <summary>Random policies without errors, over all rules and settings.</summary>
internal static class PolicyGenerator
{
    private static readonly Gen<string> Names = Gen.OneOf("default", "null", "True", "1e5", "0x1F", "007", "a.b_c-9", "-".PadLeft(63, 'x'), "30s", "y");
    private static readonly Gen<string> Crons = Gen.OneOf("0 8 * * 1-5", "*/15 * * * *", "0 0 1 1 *", "5,10 3-4 * JAN MON", "0 0 29 2 *");

    private static readonly Gen<FleetSettings> Fleets = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[1, 8], Schedules(0, 20).Array[0, 3])
        .Select((min, more, at, slots, floors) => new FleetSettings
        {
            Min = min,
            Max = 20 + more,
            Initial = min + (at % (21 + more - min)),
            WorkersPerInstance = slots,
            FloorSchedule = floors,
        });

    private static readonly Gen<CapacitySettings> Capacities = Gen.Select(
            Gen.Select(Time(0), Gen.Bool, Gen.Int[1, 99]),
            Gen.Select(Time(1), Time(0), Time(0)),
            Gen.Select(Gen.Int[0, 30], Gen.Enum<WarmPoolState>(), Gen.Bool),
            Gen.Select(Gen.Int[0, 100], Gen.Bool))
        .Select((boot, billing, pool, purchase) => new CapacitySettings
        {
            BootTime = new() { Prior = boot.Item1, Learn = boot.Item2, Percentile = boot.Item3 },
            Billing = new() { Granularity = billing.Item1, Minimum = billing.Item2, PendingFree = billing.Item3 },
            WarmPool = new() { Size = pool.Item1, State = pool.Item2, Reuse = pool.Item3 },
            Purchase = new() { SpotPercent = purchase.Item1, Rebalance = purchase.Item2 },
        });

    private static readonly Gen<FallbackSettings> Fallbacks = Gen.Select(Gen.Int[1, 9], Gen.Enum<FallbackBehavior>())
        .Select((failures, behavior) => new FallbackSettings { AfterFailures = failures, Behavior = behavior, Capacity = 20 });

    private static readonly Gen<SignalSettings> DirectSignals = Gen.Select(Time(1000), Maybe(Time(0)), Time(1), Time(0), Time(0), Gen.Enum<MissingSignals>(), Fallbacks)
        .Select((interval, phase, sample, start, delay, missing, fallback) => new SignalSettings
        {
            Interval = interval,
            Phase = phase,
            SampleInterval = sample,
            SampleStart = start,
            PublicationDelay = delay,
            MaxAge = interval + delay,
            OnMissing = missing,
            Fallback = fallback,
        });

    private static readonly Gen<LimitSettings> Limits = Gen.Select(Maybe(Gen.Int[1, 99]), Maybe(Gen.Int[1, 99]), Maybe(Gen.Int[1, 99]))
        .Select((most, fewest, reversals) => new LimitSettings { MaxStepOut = most, MaxStepIn = fewest, ReversalsPerHour = reversals });

    private static readonly Gen<DrainSettings> Drains = Gen.Select(Gen.Enum<DrainMode>(), Maybe(Time(1)), Gen.Bool, Gen.Enum<VictimOrder>())
        .Select((mode, timeout, returns, victim) => new DrainSettings { Mode = mode, Timeout = timeout, ReturnUnfinished = returns, Victim = victim });

    private static readonly Gen<AwsSettings> Clouds = Gen.Select(Gen.OneOf(Actuation.Direct, Actuation.HiResTargetTracking), Gen.Bool, Gen.Bool, Gen.Bool)
        .Select((actuation, net, zones, pool) => new AwsSettings { Actuation = actuation, SafetyNet = net, AzRebalance = zones, WarmPool = pool });

    private static readonly Gen<SloSettings> Promises = Gen.Select(Time(1), Gen.Enum<ScalingObjective>(), Gen.Bool)
        .Select((latency, objective, adapts) => new SloSettings { LatencyP95 = latency, Objective = objective, AdaptToWorkload = adapts });

    private static readonly Gen<ServiceSettings> Services = Gen.Select(Maybe(Time(1)), Time(1)).Select((mean, prior) => new ServiceSettings { MeanTime = mean, Prior = prior });

    /// <summary>Any policy without errors.</summary>
    public static Gen<ScalingPolicy> Policies { get; } = Gen.Select(
            Names,
            Fleets,
            Gen.Select(Promises, Services),
            Capacities,
            DirectSignals,
            RuleGenerator.Rules,
            Gen.Select(Limits, Drains, Clouds))
        .Select((name, fleet, promise, capacity, signals, rule, ways) => new ScalingPolicy
        {
            Name = name,
            Fleet = fleet,
            Slo = promise.Item1,
            Service = promise.Item2,
            Capacity = capacity,
            Signals = rule is StepRule or TargetTrackingRule ? signals with { Source = SignalSource.CloudWatch } : signals,
            Rule = rule,
            Limits = ways.Item1,
            Drain = ways.Item2,
            Aws = rule is TargetTrackingRule ? ways.Item3 with { Actuation = Actuation.Native } : ways.Item3,
        });

    /// <summary>At most 100 seconds, in whole milliseconds or not.</summary>
    /// <param name="min">The least, in milliseconds.</param>
    public static Gen<TimeSpan> Time(int min) => Gen.OneOf<TimeSpan>(
        Gen.Int[min, 100_000].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)),
        Gen.Int[(min + 999) / 1000, 100].Select(seconds => TimeSpan.FromSeconds(seconds)),
        Gen.Long[Math.Max(min, 1) * TimeSpan.TicksPerMillisecond, 100 * TimeSpan.TicksPerSecond].Select(TimeSpan.FromTicks));

    public static Gen<T?> Maybe<T>(Gen<T> values)
        where T : struct => Gen.OneOf<T?>(Gen.Const((T?)null), values.Select(value => (T?)value));

    public static Gen<ScheduledCapacity> Schedules(int min, int max) => Gen.Select(Crons, Gen.Int[min, max]).Select((cron, workers) => new ScheduledCapacity(cron, workers));
}
