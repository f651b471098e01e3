using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Aws;

/// <summary>The alarms behind every policy: they help when the controller is gone, or wrong.</summary>
internal static class SafetyNet
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    // Well beyond what a controller that works lets happen, so that the two don't meet.
    private const double PromisesLate = 4;
    private const double GrowthPercent = 25;

    /// <summary>Adds a quarter of the fleet a minute while the oldest request is four promises old.</summary>
    public static StepPolicyPlan Growth(ScalingPolicy policy, MetricQueries metrics)
    {
        var age = policy.Slo.LatencyP95 * PromisesLate;
        return new()
        {
            Name = "oldest-request",
            Alarm = new()
            {
                Name = "oldest-request",
                Description = $"A request has waited for {Durations.Tell(age)}, four times what is promised",
                Metrics = [metrics.OldestAge(Period)],
                Definition = Definition("oldestAge", age.TotalSeconds, MissingData.NotBreaching),
            },
            AdjustmentType = AdjustmentType.PercentChangeInCapacity,
            Adjustments = [new(Lower: 0, Upper: null, GrowthPercent)],
            MinAdjustmentMagnitude = 1,
            InstanceWarmup = policy.Capacity.BootTime.Prior,
        };
    }

    /// <summary>Tells people that nothing is decided any more, or only on old figures.</summary>
    public static AlarmPlan SilentController(MetricQueries metrics) => new()
    {
        Name = "controller-silent",
        Description = "No controller has decided for three minutes, or only on figures older than a minute",
        Metrics = [metrics.Controller("observationAge", ControllerMetrics.ObservationAge, MetricStatistic.Maximum, Period)],
        Definition = Definition("observationAge", Period.TotalSeconds, MissingData.Breaching),
    };

    private static AlarmDefinition Definition(string metric, double threshold, MissingData missing) => new()
    {
        Metric = metric,
        Statistic = MetricStatistic.Maximum,
        Period = Period,
        EvaluationPeriods = 3,
        DatapointsToAlarm = 3,
        TreatMissing = missing,
        Threshold = threshold,
        Comparison = Comparison.GreaterThan,
    };
}
