using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Policies;

/// <summary>Random rules without errors, for fleets of 20 workers among others and intervals of at most 100 seconds.</summary>
internal static class RuleGenerator
{
    private static readonly Gen<TimeSpan> Holds = PolicyGenerator.Time(0).Select(time => time + TimeSpan.FromSeconds(100));
    private static readonly Gen<TimeSpan> Periods = Gen.OneOf(10, 20, 30, 60, 300).Select(seconds => TimeSpan.FromSeconds(seconds));
    private static readonly Gen<TimeSpan?> Warmups = PolicyGenerator.Maybe(PolicyGenerator.Time(0));

    private static readonly Gen<string> Metrics = Gen.OneOf(
        "visible", "inFlight", "outstanding", "outstandingPerInstance", "backlogPerInstance", "outstanding / MAX(2, inService)", "FILL(visible, 0) + inFlight * 2");

    private static readonly Gen<ScalingRule> Demand = Gen.Select(
            PolicyGenerator.Time(1), Share(1), Number(3), PolicyGenerator.Time(1), Holds, Number(3), Gen.Select(Number(3), Number(3), Number(3)))
        .Select((rate, budget, release, drain, hold, noise, more) => (ScalingRule)new DemandRule
        {
            RateWindow = rate,
            WaitBudget = budget,
            ReleaseBelow = release,
            DrainWithin = drain,
            Hold = hold,
            NoiseSigma = noise,
            Headroom = more.Item1,
            Trend = more.Item2,
            Confidence = more.Item3,
            DrainShare = more.Item1,
            LearningTime = more.Item2 > 1.5 ? 1000 * hold : TimeSpan.Zero,
            JumpSigma = more.Item2,
            ConfirmGrowth = more.Item1 > 1,
            LateShare = Math.Min(1, more.Item3),
        });

    private static readonly Gen<ScalingRule> Plain = Gen.Select(PolicyGenerator.Time(1), Share(1), PolicyGenerator.Time(1), Holds)
        .Select((rate, utilization, drain, hold) => (ScalingRule)new PlainRule { RateWindow = rate, Utilization = utilization, DrainWithin = drain, Hold = hold });

    private static readonly Gen<ScalingRule> Keda = Gen.Select(Share(1e6), Number(1e9), Gen.Bool, Holds, Number(1))
        .Select((length, activation, flight, stabilization, tolerance) => (ScalingRule)new KedaRule
        {
            QueueLength = length,
            Activation = activation,
            ScaleOnInFlight = flight,
            Stabilization = stabilization,
            Tolerance = tolerance,
        });

    private static readonly Gen<ScalingRule> Tracking = Gen.Select(
            Metrics, Share(1e6), Periods, Gen.Select(Gen.Int[1, 9], Gen.Int[1, 90]), Gen.Select(Share(1), Share(1)), Gen.Bool, Warmups)
        .Select((metric, target, period, counts, shares, disabled, warmup) => (ScalingRule)new TargetTrackingRule
        {
            Metric = metric,
            Target = target,
            Period = period,
            HighPeriods = counts.Item1,
            LowPeriods = counts.Item2,
            LowFactor = shares.Item1,
            MaxScaleIn = shares.Item2,
            DisableScaleIn = disabled,
            Warmup = warmup,
        });

    private static readonly Gen<ScalingRule> Step = Gen.Select(Alarms(1), Alarms(-1), Gen.Int[0, 2], Warmups)
        .Select((above, below, kept, warmup) => (ScalingRule)new StepRule { Out = kept == 1 ? null : above, In = kept == 2 ? null : below, Warmup = warmup });

    private static readonly Gen<ScalingRule> Simple = Gen.Select(Alarms(1), Alarms(-1), Warmups, PolicyGenerator.Time(0))
        .Select((above, below, warmup, cooldown) => (ScalingRule)new SimpleRule { Out = above, In = below, Warmup = warmup, Cooldown = cooldown });

    private static readonly Gen<ScalingRule> Schedule = PolicyGenerator.Schedules(20, 20).Array[1, 4].Select(entries => (ScalingRule)new ScheduleRule { Entries = entries });

    public static Gen<ScalingRule> Rules { get; } =
        Gen.OneOf<ScalingRule>(Demand, Plain, Keda, Tracking, Step, Simple, Schedule, Gen.Const((ScalingRule)new FixedRule { Capacity = 20 }));

    private static Gen<double> Share(double max) => Gen.OneOf<double>(Gen.Double[1e-9, max], Gen.OneOf<double>(0.1, 1, 0.3));

    private static Gen<double> Number(double max) => Gen.OneOf<double>(Gen.Double[0, max], Gen.OneOf<double>(0, 0.1, 1));

    private static Gen<AlarmRule> Alarms(int sign) => Gen.Select(
            Gen.Select(Metrics, Gen.Enum<MetricStatistic>(), Periods, Gen.Enum<MissingData>()),
            Gen.Select(Gen.Int[1, 15], Gen.Int[0, 15]),
            Gen.Select(Gen.Double[-1000, 1000], Gen.Enum<Comparison>()),
            Gen.Double[0.001, 100].Array[0, 3],
            Gen.Select(Gen.Enum<AdjustmentType>(), Number(100), PolicyGenerator.Maybe(Gen.Int[1, 9])))
        .Select((what, counts, condition, widths, change) => new AlarmRule
        {
            Metric = what.Item1,
            Statistic = what.Item2,
            Period = what.Item3,
            TreatMissing = what.Item4,
            EvaluationPeriods = counts.Item1,
            DatapointsToAlarm = counts.Item2 == 0 ? null : Math.Min(counts.Item1, counts.Item2),
            Threshold = condition.Item1,
            Comparison = condition.Item2,
            Adjustments = Chain(widths, condition.Item2, change.Item1 == AdjustmentType.ExactCapacity ? change.Item2 : sign * change.Item2),
            Type = change.Item1,
            MinMagnitude = change.Item3,
        });

    /// <summary>Ranges from the threshold outwards, one more than there are widths.</summary>
    private static List<StepAdjustment> Chain(double[] widths, Comparison comparison, double change)
    {
        var ends = widths.Aggregate(new List<double> { 0 }, (ends, width) => [.. ends, ends[^1] + width]);
        var isAbove = comparison is Comparison.GreaterThan or Comparison.GreaterThanOrEqual;
        return [.. ends.Select((near, index) =>
        {
            double? far = index + 1 < ends.Count ? ends[index + 1] : null;
            return isAbove ? new StepAdjustment(near, far, change) : new StepAdjustment(-far, -near, change);
        })];
    }
}
