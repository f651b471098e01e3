using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Policies;

/// <summary>What is said of texts that aren't a policy, or not quite.</summary>
public sealed class PolicyFileTests
{
    private const string Head = "apiVersion: awsense/v1\nkind: ScalingPolicy\n";

    /// <summary>Each text stands below the two lines of the head; the rule, on the last line, where it has none.</summary>
    [Theory]
    [InlineData("signals: { intervall: 5s }", 3, 12, "signals.intervall", "'intervall' isn't known here; did you mean 'interval'?")]
    [InlineData("signals:\n  Source: direct", 4, 3, "signals.Source", "'Source' isn't known here; did you mean 'source'?")]
    [InlineData("colour: red", 3, 1, "colour", "'colour' isn't known here; known are apiVersion, kind, metadata, fleet, slo, service, capacity, signals, policy, limits, drain, aws")]
    [InlineData("fleet: { min: two }", 3, 10, "fleet.min", "'two' isn't a whole number such as 4")]
    [InlineData("fleet: { min: \"2\" }", 3, 10, "fleet.min", "the text '2' isn't a whole number such as 4")]
    [InlineData("fleet: { min: 1.5 }", 3, 10, "fleet.min", "'1.5' isn't a whole number such as 4")]
    [InlineData("fleet: { min: 99999999999 }", 3, 10, "fleet.min", "'99999999999' isn't a whole number such as 4")]
    [InlineData("fleet: { min: }", 3, 10, "fleet.min", "nothing isn't a whole number such as 4")]
    [InlineData("fleet: { min: [1] }", 3, 10, "fleet.min", "a list isn't a whole number such as 4")]
    [InlineData("fleet: 3", 3, 8, "fleet", "keys with values are needed, and not '3'")]
    [InlineData("slo: { latencyP95: 30 s }", 3, 8, "slo.latencyP95", "'30 s' isn't a duration of at most 8760h, such as 30s, 1.5m, 500ms or 2h")]
    [InlineData("slo: { latencyP95: -1s }", 3, 8, "slo.latencyP95", "'-1s' isn't a duration of at most 8760h, such as 30s, 1.5m, 500ms or 2h")]
    [InlineData("slo: { latencyP95: 8761h }", 3, 8, "slo.latencyP95", "'8761h' isn't a duration of at most 8760h, such as 30s, 1.5m, 500ms or 2h")]
    [InlineData("slo: { objective: econmy }", 3, 8, "slo.objective", "'econmy' isn't known; did you mean 'economy'?")]
    [InlineData("slo: { objective: [] }", 3, 8, "slo.objective", "a word is needed, and not a list")]
    [InlineData("service: { meanTime: measure }", 3, 12, "service.meanTime", "'measure' isn't 'measured', or a duration of at most 8760h, such as 30s, 1.5m, 500ms or 2h")]
    [InlineData("capacity:\n  bootTime: { learn: yes }", 4, 15, "capacity.bootTime.learn", "'yes' isn't true or false")]
    [InlineData("metadata: { name: }", 3, 13, "metadata.name", "nothing isn't a text")]
    [InlineData("limits: { maxStepOut: none }", 3, 11, "limits.maxStepOut", "'none' isn't a whole number such as 4, or null")]
    [InlineData("fleet: { floorSchedule: 8 }", 3, 10, "fleet.floorSchedule", "a list is needed, and not '8'")]
    [InlineData("fleet: { floorSchedule: [{ cron: 0 8 * * * }] }", 3, 26, "fleet.floorSchedule[0].min", "'min' is missing")]
    [InlineData("fleet: { min: 1, min: 2 }", 3, 18, "fleet.min", "'min' stands here twice")]
    [InlineData("policy:", 3, 8, "policy", "no rule is named here")]
    [InlineData("policy: demand", 3, 9, "policy", "keys with values are needed, and not 'demand'")]
    [InlineData("policy: { keda: {}, plain: {} }", 3, 9, "policy", "2 rules are named here: plain, keda")]
    [InlineData("policy: { kedo: {} }", 3, 11, "policy.kedo", "'kedo' isn't known here; did you mean 'keda'?")]
    [InlineData("policy: { demand: { waitBudget: half } }", 3, 21, "policy.demand.waitBudget", "'half' isn't a number such as 0.5")]
    [InlineData("policy: { demand: { waitBudget: .nan } }", 3, 21, "policy.demand.waitBudget", "'.nan' isn't a number such as 0.5")]
    [InlineData("policy: { fixed: {} }", 3, 18, "policy.fixed.capacity", "'capacity' is missing")]
    [InlineData("policy: { targetTracking: { metric: visible } }", 3, 27, "policy.targetTracking.target", "'target' is missing")]
    [InlineData("policy: { schedule: [{ cron: 0 8 * * *, workers: 3 }] }", 3, 41, "policy.schedule[0].workers", "'workers' isn't known here; known are cron, capacity")]
    [InlineData("policy: { step: { in: 3 } }", 3, 23, "policy.step.in", "keys with values are needed, and not '3'")]
    [InlineData("policy: { step: { in: { threshold: 1, adjustments: [{ upper: 0, change: -1 }] } } }", 3, 23, "policy.step.in.comparison", "'comparison' is missing")]
    [InlineData("policy: { step: { in: { threshold: 1, comparison: =<, adjustments: [{ upper: 0, change: -1 }] } } }", 3, 39, "policy.step.in.comparison", "'=<' isn't known; did you mean '<'?")]
    [InlineData("policy: { step: { in: { threshold: 1, comparison: <, adjustments: [{ upper: 0 }] } } }", 3, 68, "policy.step.in.adjustments[0].change", "'change' is missing")]
    public void A_problem_is_told_where_it_is(string text, int line, int column, string path, string message)
    {
        var rule = text.Contains("policy:", StringComparison.Ordinal) ? "" : "\npolicy: { demand: {} }";

        var reading = PolicyFile.Read($"{Head}{text}{rule}\n");

        Assert.Null(reading.Policy);
        Assert.Contains((line, column, path, message), Errors(reading));
    }

    [Theory]
    [InlineData("", 1, "there is no policy in it")]
    [InlineData("# nothing\n", 1, "there is no policy in it")]
    [InlineData("- 1\n", 1, "a policy is a list of keys and values")]
    [InlineData("a: &x 1\nb: *x\n", 1, "anchors and aliases (& and *) aren't read; write the value out")]
    [InlineData("a: 1\nb: *x\n", 2, "anchors and aliases (& and *) aren't read; write the value out")]
    [InlineData("a: 1\nb: !!int 3\n", 2, "tags (!) aren't read; write the value alone")]
    [InlineData("[1]: 2\n", 1, "a key is a single word")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "a second document begins here; a file holds one policy")]
    [InlineData("a: [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]\n", 1, "this is nested more than 16 deep")]
    [InlineData("a:\n  b: [1,\nc: 2\n", 2, "this isn't YAML")]
    [InlineData("a: b: c\n", 1, "this isn't YAML: While scanning a plain scalar value, found invalid mapping.")]
    public void A_text_that_is_no_policy_is_told_once(string text, int line, string message)
    {
        var problem = Assert.Single(PolicyFile.Read(text).Problems);

        Assert.Equal((line, "", message), (problem.Line, problem.Path, problem.Message));
    }

    [Fact]
    public void Too_much_text_is_not_read()
    {
        var text = $"{Head}policy: {{ demand: {{}} }}\n".PadRight(PolicyFile.LengthMax);

        Assert.NotNull(PolicyFile.Read(text).Policy);
        Assert.Equal("the text has 1048577 characters, and 1048576 are the most", Assert.Single(PolicyFile.Read($"{text} ").Problems).Message);
    }

    [Fact]
    public void Missing_parts_are_told_all_at_once() =>
        Assert.Equal(["'apiVersion' is missing", "'kind' is missing", "'policy' is missing"], PolicyFile.Read("{}").Problems.Select(problem => problem.Message));

    [Fact]
    public void Problems_of_spelling_and_of_sense_are_told_together_by_line()
    {
        var reading = PolicyFile.Read($$"""
            {{Head}}fleet: { min: 5, max: 2 }
            slo: { latencyP95: soon }
            signals: { interval: 5s, maxage: 1s }
            policy:
              demand: { waitBudget: 1.5, hold: 1s, drainWithin: never }
            drain: { mode: grateful }
            """);

        Assert.Equal(
            [(3, "fleet.min"), (4, "slo.latencyP95"), (5, "signals.maxage"), (7, "policy.demand.waitBudget"), (7, "policy.demand.hold"), (7, "policy.demand.drainWithin"), (8, "drain.mode")],
            reading.Problems.Select(problem => (problem.Line!.Value, problem.Path)));
    }

    [Fact]
    public void Nothing_is_told_that_only_follows_from_a_value_that_was_not_read()
    {
        var reading = PolicyFile.Read($$"""
            {{Head}}fleet: { min: 30, max: many, initial: 30 }
            policy:
              step:
                evaluationPeriods: few
                in: { datapointsToAlarm: 3, threshold: 1, comparison: <, adjustments: [{ upper: zero, change: -1 }] }
            signals: { source: cloudwatch }
            """);

        Assert.Equal(
            ["fleet.max", "policy.step.evaluationPeriods", "policy.step.in.metric", "policy.step.in.adjustments[0].upper"],
            reading.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Both_alarms_have_what_their_rule_says_unless_they_say_otherwise()
    {
        var rule = (StepRule)PolicyFile.Read($$"""
            {{Head}}signals: { source: cloudwatch }
            policy:
              step:
                metric: outstanding
                statistic: Average
                period: 10s
                evaluationPeriods: 3
                datapointsToAlarm: 2
                treatMissing: breaching
                type: PercentChangeInCapacity
                minMagnitude: 2
                out: { threshold: 4, comparison: ">=", adjustments: [{ lower: 0, change: 10 }] }
                in:
                  metric: inFlight
                  statistic: Minimum
                  period: 1m
                  evaluationPeriods: 9
                  datapointsToAlarm: null
                  treatMissing: ignore
                  type: ExactCapacity
                  minMagnitude: null
                  threshold: 1
                  comparison: <=
                  adjustments: [{ upper: 0, change: 3 }]
            """).Policy!.Rule;

        var expectedOut = new AlarmRule
        {
            Metric = "outstanding",
            Statistic = MetricStatistic.Average,
            Period = TimeSpan.FromSeconds(10),
            EvaluationPeriods = 3,
            DatapointsToAlarm = 2,
            TreatMissing = MissingData.Breaching,
            Type = AdjustmentType.PercentChangeInCapacity,
            MinMagnitude = 2,
            Threshold = 4,
            Comparison = Comparison.GreaterThanOrEqual,
            Adjustments = rule.Out!.Adjustments,
        };
        var expectedIn = new AlarmRule
        {
            Metric = "inFlight",
            Statistic = MetricStatistic.Minimum,
            EvaluationPeriods = 9,
            TreatMissing = MissingData.Ignore,
            Type = AdjustmentType.ExactCapacity,
            Threshold = 1,
            Comparison = Comparison.LessThanOrEqual,
            Adjustments = rule.In!.Adjustments,
        };
        Assert.Equal((expectedOut, expectedIn), (rule.Out, rule.In));
        Assert.Equal([new(0, null, 10)], rule.Out.Adjustments);
        Assert.Equal([new(null, 0, 3)], rule.In.Adjustments);
    }

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("30", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("2h", 7200)]
    [InlineData("'45s'", 45)]
    public void Durations_have_units(string text, double seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        PolicyFile.Read($"{Head}slo: {{ latencyP95: {text} }}\npolicy: {{ demand: {{}} }}").Policy!.Slo.LatencyP95);

    [Theory]
    [InlineData("min: 3", 3)]
    [InlineData("max: 0, min: 0", 0)]
    [InlineData("min: 0", 1)]
    [InlineData("min: 3, initial: 5", 5)]
    public void A_fleet_begins_within_its_bounds(string fleet, int initial) =>
        Assert.Equal(initial, PolicyFile.Read($"{Head}fleet: {{ {fleet} }}\npolicy: {{ demand: {{}} }}").Policy!.Fleet.Initial);

    [Fact]
    public void Json_with_tabs_and_a_byte_order_mark_is_read() =>
        Assert.NotNull(PolicyFile.Read("\uFEFF{\n\t\"apiVersion\":\"awsense/v1\",\"kind\":\"ScalingPolicy\",\n\t\"policy\":{\"demand\":null}\n}").Policy);

    [Fact]
    public void Metrics_are_judged_by_whom_the_caller_names()
    {
        var reading = PolicyFile.Read($"{Head}signals: {{ source: cloudwatch }}\npolicy: {{ targetTracking: {{ metric: a b, target: 1 }} }}", metric => $"{metric} isn't mine");

        Assert.Equal("'a b' can't be computed: a b isn't mine", Assert.Single(reading.Problems).Message);
    }

    private static IEnumerable<(int Line, int Column, string Path, string Message)> Errors(PolicyReading reading) => reading.Problems
        .Where(problem => problem.Severity == PolicySeverity.Error)
        .Select(problem => (problem.Line!.Value, problem.Column!.Value, problem.Path, problem.Message));
}
