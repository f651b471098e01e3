using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Policies;

/// <summary>Values that are impossible, don't fit together, or do what nobody wants.</summary>
public sealed class PolicyCheckTests
{
    private const string Alarmed = "signals: { source: cloudwatch }\npolicy: { step: { metric: outstanding, ";
    private const string OutTerms = "threshold: 4, comparison: \">\", adjustments: [{ lower: 0, change: 1 }]";
    private const string InTerms = "threshold: 2, comparison: <, adjustments: [{ upper: 0, change: -1 }]";

    [Theory]
    [InlineData("metadata: { name: a b }", "metadata.name", "'a b' is no name")]
    [InlineData("fleet: { min: -1 }", "fleet.min", "min is -1, and must be from 0 to 10000")]
    [InlineData("fleet: { max: 10001 }", "fleet.max", "max is 10001, and must be from 0 to 10000")]
    [InlineData("fleet: { min: 5, max: 4 }", "fleet.min", "min (5) is above max (4)")]
    [InlineData("fleet: { initial: 20 }", "fleet.initial", "initial (20) isn't within min (1) and max (19)")]
    [InlineData("fleet: { initial: 0 }", "fleet.initial", "initial (0) isn't within min (1) and max (19)")]
    [InlineData("fleet: { workersPerInstance: 0 }", "fleet.workersPerInstance", "workersPerInstance is 0, and must be from 1 to 10000")]
    [InlineData("fleet: { floorSchedule: [{ cron: 0 8 * *, min: 3 }] }", "fleet.floorSchedule[0].cron", "'0 8 * *' has 4 fields, and five are needed: minute, hour, day of month, month, day of week")]
    [InlineData("fleet: { floorSchedule: [{ cron: 0 8 30 2 *, min: 3 }] }", "fleet.floorSchedule[0].cron", "'0 8 30 2 *' never comes")]
    [InlineData("fleet: { floorSchedule: [{ cron: 0 8 * * *, min: 20 }] }", "fleet.floorSchedule[0].min", "min is 20, and fleet allows 0 to 19")]
    [InlineData("slo: { latencyP95: 0 }", "slo.latencyP95", "latencyP95 is 0 s, and must be above 0")]
    [InlineData("service: { meanTime: 0 }", "service.meanTime", "meanTime is 0 s, and must be above 0")]
    [InlineData("service: { prior: 0 }", "service.prior", "prior is 0 s, and must be above 0")]
    [InlineData("capacity: { bootTime: { percentile: 100 } }", "capacity.bootTime.percentile", "percentile is 100, and must be from 1 to 99")]
    [InlineData("capacity: { billing: { granularity: 0 } }", "capacity.billing.granularity", "granularity is 0 s, and must be above 0")]
    [InlineData("capacity: { warmPool: { size: -1 } }", "capacity.warmPool.size", "size is -1, and must be from 0 to 10000")]
    [InlineData("capacity: { purchase: { spotPercent: 101 } }", "capacity.purchase.spotPercent", "spotPercent is 101, and must be from 0 to 100")]
    [InlineData("signals: { interval: 50ms }", "signals.interval", "interval is 0.05 s, and must be at least 0.1 s")]
    [InlineData("signals: { sampleInterval: 0 }", "signals.sampleInterval", "sampleInterval is 0 s, and must be above 0")]
    [InlineData("signals: { maxAge: 4s }", "signals.maxAge", "maxAge (4 s) is shorter than signals.interval (5 s)")]
    [InlineData("signals: { fallback: { afterFailures: 0 } }", "signals.fallback.afterFailures", "afterFailures is 0, and must be at least 1")]
    [InlineData("signals: { fallback: { capacity: -1 } }", "signals.fallback.capacity", "capacity is -1, and must be at least 0")]
    [InlineData("signals: { onMissing: fallback, fallback: { capacity: 20 } }", "signals.fallback.capacity", "capacity is 20, and fleet allows 1 to 19")]
    [InlineData("limits: { maxStepOut: 0 }", "limits.maxStepOut", "maxStepOut is 0, and must be at least 1")]
    [InlineData("limits: { maxStepIn: 0 }", "limits.maxStepIn", "maxStepIn is 0, and must be at least 1")]
    [InlineData("limits: { reversalsPerHour: 0 }", "limits.reversalsPerHour", "reversalsPerHour is 0, and must be at least 1")]
    [InlineData("drain: { timeout: 0 }", "drain.timeout", "timeout is 0 s, and must be above 0")]
    [InlineData("aws: { actuation: native }", "aws.actuation", "native needs one of step, simple and targetTracking")]
    [InlineData("aws: { actuation: native }\nsignals: { source: cloudwatch }\npolicy: { simple: { out: { threshold: 4, comparison: \">\", adjustments: [{ lower: 0, upper: 5, change: 1 }, { lower: 5, change: 2 }] } } }", "aws.actuation", "simple has several adjustments for one alarm, and simple scaling on AWS takes one")]
    [InlineData("policy: { demand: { rateWindow: 0 } }", "policy.demand.rateWindow", "rateWindow is 0 s, and must be above 0")]
    [InlineData("policy: { demand: { waitBudget: 0 } }", "policy.demand.waitBudget", "waitBudget is 0, and must be above 0 and at most 1")]
    [InlineData("policy: { demand: { waitBudget: 1.01 } }", "policy.demand.waitBudget", "waitBudget is 1.01, and must be above 0 and at most 1")]
    [InlineData("policy: { demand: { releaseBelow: -1 } }", "policy.demand.releaseBelow", "releaseBelow is -1, and must be at least 0")]
    [InlineData("policy: { demand: { drainWithin: 0 } }", "policy.demand.drainWithin", "drainWithin is 0 s, and must be above 0")]
    [InlineData("policy: { demand: { hold: 4s } }", "policy.demand.hold", "hold (4 s) is shorter than signals.interval (5 s)")]
    [InlineData("policy: { demand: { noiseSigma: -1 } }", "policy.demand.noiseSigma", "noiseSigma is -1, and must be at least 0")]
    [InlineData("policy: { plain: { utilization: 2 } }", "policy.plain.utilization", "utilization is 2, and must be above 0 and at most 1")]
    [InlineData("policy: { plain: { hold: 0 } }", "policy.plain.hold", "hold (0 s) is shorter than signals.interval (5 s)")]
    [InlineData("policy: { keda: { queueLength: 0 } }", "policy.keda.queueLength", "queueLength is 0, and must be above 0")]
    [InlineData("policy: { keda: { stabilization: 0 } }", "policy.keda.stabilization", "stabilization (0 s) is shorter than signals.interval (5 s)")]
    [InlineData("policy: { fixed: { capacity: 20 } }", "policy.fixed.capacity", "capacity is 20, and fleet allows 1 to 19")]
    [InlineData("policy: { schedule: [] }", "policy.schedule", "the schedule is empty")]
    [InlineData("policy: { schedule: [{ cron: 0 8 * * *, capacity: 0 }] }", "policy.schedule[0].capacity", "capacity is 0, and fleet allows 1 to 19")]
    [InlineData("policy: { targetTracking: { target: 1 } }", "signals.source", "alarms read metrics, and direct has none")]
    [InlineData("policy: { targetTracking: { target: 0 } }", "policy.targetTracking.target", "target is 0, and must be above 0")]
    [InlineData("policy: { targetTracking: { target: 1, period: 40s } }", "policy.targetTracking.period", "period is 40 s")]
    [InlineData("policy: { targetTracking: { target: 1, lowPeriods: 1441 } }", "policy.targetTracking.lowPeriods", "1441 periods of 60 s are more than a day")]
    [InlineData("policy: { targetTracking: { target: 1, lowFactor: 1.1 } }", "policy.targetTracking.lowFactor", "lowFactor is 1.1, and must be above 0 and at most 1")]
    [InlineData("policy: { targetTracking: { target: 1, maxScaleIn: 0 } }", "policy.targetTracking.maxScaleIn", "maxScaleIn is 0, and must be above 0 and at most 1")]
    [InlineData(Alarmed + "} }", "policy.step", "there is neither out nor in")]
    [InlineData(Alarmed + "out: { evaluationPeriods: 0, " + OutTerms + " } } }", "policy.step.out.evaluationPeriods", "evaluationPeriods is 0, and must be at least 1")]
    [InlineData(Alarmed + "out: { datapointsToAlarm: 2, " + OutTerms + " } } }", "policy.step.out.datapointsToAlarm", "datapointsToAlarm (2) is above evaluationPeriods (1)")]
    [InlineData(Alarmed + "out: { minMagnitude: 0, " + OutTerms + " } } }", "policy.step.out.minMagnitude", "minMagnitude is 0, and must be at least 1")]
    [InlineData("policy: { simple: { out: { threshold: 1, comparison: <, adjustments: [] } } }", "policy.simple.out.adjustments", "there are no adjustments")]
    public void An_impossible_value_is_an_error(string text, string path, string message) =>
        Assert.Contains((PolicySeverity.Error, path, message), Problems(text));

    /// <summary>Adjustments of an alarm that is raised above its threshold.</summary>
    [Theory]
    [InlineData("{ lower: 1, change: 1 }", "[0]", "no range reaches from 0 to 1")]
    [InlineData("{ lower: 0, upper: 5, change: 1 }", "[0]", "no range reaches beyond 5")]
    [InlineData("{ lower: 0, upper: 5, change: 1 }, { lower: 6, change: 2 }", "[1]", "no range reaches from 5 to 6")]
    [InlineData("{ lower: 0, upper: 5, change: 1 }, { lower: 4, change: 2 }", "[1]", "the range overlaps another one at 4")]
    [InlineData("{ lower: 0, change: 1 }, { lower: 4, change: 2 }", "[1]", "the range overlaps another one at 4")]
    [InlineData("{ lower: 5, change: 2 }, { lower: 0, upper: 4, change: 1 }", "[0]", "no range reaches from 4 to 5")]
    [InlineData("{ change: 1 }", "[0].lower", "'lower' has no bound")]
    [InlineData("{ lower: -1, change: 1 }", "[0].lower", "the range is on the wrong side of the threshold: the alarm is raised above it")]
    [InlineData("{ lower: 0, upper: 0, change: 1 }", "[0]", "the range is empty: its upper bound isn't above its lower one")]
    [InlineData("{ lower: 0, change: -1 }", "[0].change", "change is -1, and 'out' shrinks the fleet by it")]
    public void Ranges_reach_from_the_threshold_on_without_gap(string adjustments, string path, string message) => Assert.Equal(
        [(PolicySeverity.Error, $"policy.step.out.adjustments{path}", message)],
        Problems(Alarmed + $"out: {{ threshold: 4, comparison: \">\", adjustments: [{adjustments}] }} }} }}"));

    [Theory]
    [InlineData("{ lower: 0, change: -1 }", "[0].upper", "'upper' has no bound")]
    [InlineData("{ upper: 1, change: -1 }", "[0].upper", "the range is on the wrong side of the threshold: the alarm is raised below it")]
    [InlineData("{ upper: 0, lower: -2, change: -1 }", "[0]", "no range reaches beyond -2")]
    [InlineData("{ upper: 0, lower: -2, change: -1 }, { upper: -3, change: -2 }", "[1]", "no range reaches from -2 to -3")]
    [InlineData("{ upper: 0, change: 1 }", "[0].change", "change is 1, and 'in' grows the fleet by it")]
    public void Below_a_threshold_they_reach_down(string adjustments, string path, string message) => Assert.Contains(
        (PolicySeverity.Error, $"policy.step.in.adjustments{path}", message),
        Problems(Alarmed + $"in: {{ threshold: 4, comparison: <, adjustments: [{adjustments}] }} }} }}"));

    [Theory]
    [InlineData("slo: { latencyP95: 500ms }", "slo.latencyP95", "the promise (0.5 s) is shorter than a request takes (1 s)")]
    [InlineData("slo: { latencyP95: 74s }", "slo.latencyP95", "the promise (74 s) is shorter than a worker takes to start (75 s)")]
    [InlineData("drain: { timeout: 3s }", "drain.timeout", "timeout (3 s) is less than four times what a request takes (1 s)")]
    [InlineData("drain: { mode: kill }", "drain.mode", "kill drains nobody")]
    [InlineData("drain: { returnUnfinished: false }", "drain.returnUnfinished", "false counts in the simulator only")]
    [InlineData("aws: { warmPool: true }", "aws.warmPool", "the warm pool has no workers")]
    [InlineData("policy: { demand: { waitBudget: .1, releaseBelow: .2 } }", "policy.demand.releaseBelow", "releaseBelow (0.2) is above waitBudget (0.1)")]
    [InlineData("policy: { keda: { scaleOnInFlight: false } }", "policy.keda.scaleOnInFlight", "this counts waiting requests only")]
    [InlineData("policy: { targetTracking: { metric: outstanding, target: 1 } }", "policy.targetTracking.metric", "'outstanding' doesn't fall as the fleet grows")]
    [InlineData("policy: { targetTracking: { target: 1 } }", "policy.targetTracking.metric", "this counts waiting requests only")]
    [InlineData("fleet: { min: 0 }\npolicy: { targetTracking: { target: 1 } }", "policy.targetTracking.metric", "this has no value while no worker is in service")]
    [InlineData("fleet: { min: 0 }\n" + Alarmed + "out: { metric: visible / inService, " + OutTerms + " } } }", "policy.step.out.metric", "this has no value while no worker is in service")]
    [InlineData(Alarmed + "in: { metric: visible / MAX(1, inService), " + InTerms + " } } }", "policy.step.in.metric", "this counts waiting requests only")]
    [InlineData(Alarmed + "out: { minMagnitude: 2, " + OutTerms + " } } }", "policy.step.out.minMagnitude", "minMagnitude counts for PercentChangeInCapacity only")]
    public void What_nobody_wants_is_a_warning(string text, string path, string message) =>
        Assert.Contains((PolicySeverity.Warning, path, message), Problems(text));

    /// <summary>The alarms' conditions, and what is said of them; null is nothing.</summary>
    [Theory]
    [InlineData("\">\"", 2, "<", 3, "out is true at > 2 and in at < 3, so that one of them is at every value, and between 2 and 3 both are")]
    [InlineData("\">=\"", 3, "<", 3, "out is true at >= 3 and in at < 3, so that one of them is at every value")]
    [InlineData("\">\"", 3, "<=", 3, "out is true at > 3 and in at <= 3, so that one of them is at every value")]
    [InlineData("\">\"", 3, "<", 3, null)]
    [InlineData("\">=\"", 4, "<=", 3, null)]
    public void Alarms_on_one_metric_leave_a_dead_band(string above, double high, string below, double low, string? message)
    {
        var problems = Problems(Alarmed +
            $"out: {{ threshold: {high}, comparison: {above}, adjustments: [{{ lower: 0, change: 1 }}] }}, " +
            $"in: {{ threshold: {low}, comparison: {below}, adjustments: [{{ upper: 0, change: -1 }}] }} }} }}");

        Assert.Equal(message is null ? [] : [(PolicySeverity.Warning, "policy.step.in", $"no dead band: {message}")], problems);
    }

    [Fact]
    public void An_alarm_on_another_metric_needs_no_dead_band() => Assert.Empty(
        Problems(Alarmed + "out: { " + OutTerms + " }, in: { metric: outstandingPerInstance, threshold: 5, comparison: <, adjustments: [{ upper: 0, change: -1 }] } } }"));

    [Fact]
    public void A_metric_that_cannot_be_computed_is_an_error() =>
        Assert.Equal("policy.step.out.metric", Assert.Single(Problems(Alarmed + "out: { metric: visable, " + OutTerms + " } } }")).Path);

    [Fact]
    public void A_warm_pool_makes_up_for_a_slow_start() =>
        Assert.Empty(Problems("slo: { latencyP95: 30s }\ncapacity: { warmPool: { size: 2 } }\npolicy: { demand: {} }"));

    private static IEnumerable<(PolicySeverity Severity, string Path, string Message)> Problems(string text)
    {
        var rule = text.Contains("policy:", StringComparison.Ordinal) ? "" : "\npolicy: { demand: {} }";
        return PolicyFile.Read($"apiVersion: awsense/v1\nkind: ScalingPolicy\n{text}{rule}").Problems.Select(problem => (problem.Severity, problem.Path, problem.Message));
    }
}
