using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.CloudWatch;

public class AlarmTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "evaluationInterval", MemberType = typeof(GoldenFile))]
    public void The_points_of_an_evaluation_span_all_periods(string json)
    {
        var one = GoldenFile.Parse(json);
        var alarm = AlarmTestKit.Definition(one.Whole("m"), one.Whole("n"), MissingData.Missing) with
        {
            Period = TimeSpan.FromSeconds(one.Number("period")),
        };

        Assert.Equal(TimeSpan.FromSeconds(one.Number("interval")), alarm.EvaluationInterval);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(20, 10)]
    [InlineData(30, 10)]
    [InlineData(60, 60)]
    [InlineData(300, 60)]
    public void Periods_below_a_minute_are_looked_at_every_10_seconds(int period, int cadence) =>
        Assert.Equal(TimeSpan.FromSeconds(cadence),
            (AlarmTestKit.Definition(1, 1, MissingData.Missing) with { Period = TimeSpan.FromSeconds(period) }).Cadence);

    [Fact]
    public void A_rule_gives_its_alarm()
    {
        var rule = Rule with { Statistic = MetricStatistic.Sum, EvaluationPeriods = 4, TreatMissing = MissingData.Ignore };

        var alarm = AlarmDefinition.Of(rule);

        Assert.Equal((rule.Metric, rule.Statistic, rule.Period), (alarm.Metric, alarm.Statistic, alarm.Period));
        Assert.Equal((4, 4, MissingData.Ignore), (alarm.EvaluationPeriods, alarm.DatapointsToAlarm, alarm.TreatMissing));
        Assert.Equal((rule.Threshold, rule.Comparison), (alarm.Threshold, alarm.Comparison));
        Assert.Equal(3, AlarmDefinition.Of(rule with { DatapointsToAlarm = 3 }).DatapointsToAlarm);
    }

    [Fact]
    public void An_alarm_looks_at_one_point_at_least()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmTestKit.Definition(1, 0, MissingData.Missing));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmTestKit.Definition(0, 1, MissingData.Missing));
    }

    [Fact]
    public void Actions_come_again_each_minute_while_the_alarm_stays()
    {
        var acted = Run(Minutely(1, 1), [9, 9, 9, 0, 9], every: 10);

        Assert.Equal([60, 120, 180, 300], acted);
    }

    [Fact]
    public void High_resolution_alarms_act_once_a_minute_as_well()
    {
        var alarm = Minutely(1, 1) with { Period = TimeSpan.FromSeconds(10) };

        var acted = Run(alarm, [0, 9, 9, 9, 9, 9, 9, 9, 9, 0, 9, 9], every: 10, sampleSeconds: 10, delay: 10);

        Assert.Equal([20, 80, 110], acted); // the state changed at 100, and back at 110
    }

    [Fact]
    public void A_loop_that_is_a_little_early_keeps_the_minute()
    {
        var store = new MetricStore(TimeSpan.Zero);
        store.Add(MetricNames.Visible, Start, 9);
        var alarm = new Alarm(Minutely(1, 1));

        var first = alarm.Evaluate(AlarmStatus.Initial, store.ReaderAt(Start), Start);
        var late = alarm.Evaluate(first.Status, store.ReaderAt(Start), Start.AddSeconds(62));
        var early = alarm.Evaluate(late.Status, store.ReaderAt(Start), Start.AddSeconds(119.9));
        var next = alarm.Evaluate(early.Status, store.ReaderAt(Start), Start.AddSeconds(120));

        Assert.Equal([true, true, false, true], [first.Acts, late.Acts, early.Acts, next.Acts]);
        Assert.Equal(Start.AddSeconds(180), next.Status.DueAt);
        Assert.Same(late.Status, early.Status);
        Assert.Null(early.Value);
    }

    [Fact]
    public void The_phase_survives_evaluations_that_were_left_out()
    {
        var store = new MetricStore(TimeSpan.Zero);
        var alarm = new Alarm(Minutely(1, 1));

        var first = alarm.Evaluate(AlarmStatus.Initial, store.ReaderAt(Start), Start.AddSeconds(7));
        var late = alarm.Evaluate(first.Status, store.ReaderAt(Start), Start.AddSeconds(200));

        Assert.Equal(Start.AddSeconds(67), first.Status.DueAt);
        Assert.Equal(Start.AddSeconds(247), late.Status.DueAt);
    }

    [Fact]
    public void The_status_tells_since_when_and_when_it_acted()
    {
        var store = new MetricStore(TimeSpan.Zero);
        var alarm = new Alarm(Minutely(1, 1));
        AlarmEvaluation At(AlarmStatus status, int second, double value)
        {
            store.Add(MetricNames.Visible, Start.AddSeconds(second), value);
            return alarm.Evaluate(status, store.ReaderAt(Start.AddSeconds(second)), Start.AddSeconds(second));
        }

        var ok = At(AlarmStatus.Initial, 0, 0);
        var stillOk = At(ok.Status, 60, 0);
        var raised = At(stillOk.Status, 120, 7);
        var over = At(raised.Status, 180, 0);

        Assert.Equal(new(AlarmState.Ok, Start, null, Start.AddSeconds(60)), ok.Status);
        Assert.Equal(Start, stillOk.Status.Since);
        Assert.Equal(new(AlarmState.Alarm, Start.AddSeconds(120), Start.AddSeconds(120), Start.AddSeconds(180)), raised.Status);
        Assert.Equal((true, 7.0), (raised.Acts, raised.Value));
        Assert.Equal(new(AlarmState.Ok, Start.AddSeconds(180), Start.AddSeconds(120), Start.AddSeconds(240)), over.Status);
        Assert.False(over.Acts);
    }

    [Fact]
    public void The_first_status_keeps_when_it_was_first_seen()
    {
        var alarm = new Alarm(Minutely(1, 1));

        var first = alarm.Evaluate(AlarmStatus.Initial, new MetricStore(TimeSpan.Zero).ReaderAt(Start), Start);

        Assert.Equal(new(AlarmState.InsufficientData, Start, null, Start.AddSeconds(60)), first.Status);
        Assert.Equal((false, null), (first.Acts, first.Value));
    }

    [Fact]
    public void Figures_of_a_metric_that_has_stopped_act_until_they_leave_the_range()
    {
        // One point beyond the threshold, then silence: the trap of the re-evaluation.
        Assert.Equal([60, 120, 180], Run(Minutely(1, 1), [9], every: 60, until: 600));
        Assert.Equal([60], Run(Minutely(1, 1), [9, 0], every: 60, until: 600));
    }

    [Fact]
    public void A_division_by_zero_leaves_the_alarm_without_data()
    {
        var store = new MetricStore(TimeSpan.Zero);
        store.Add(MetricNames.Visible, Start, 500);
        store.Add(MetricNames.InService, Start, 0);
        var alarm = new Alarm(Minutely(1, 1) with { Metric = MetricNames.BacklogPerInstance });

        var evaluation = alarm.Evaluate(AlarmStatus.Initial, store.ReaderAt(Start), Start);

        Assert.Equal((AlarmState.InsufficientData, false), (evaluation.Status.State, evaluation.Acts));
    }

    private static AlarmRule Rule { get; } = new()
    {
        Threshold = 2,
        Comparison = Comparison.LessThanOrEqual,
        Adjustments = [new(null, 0, -1)],
    };

    private static AlarmDefinition Minutely(int m, int n) => AlarmTestKit.Definition(m, n, MissingData.Missing);

    /// <summary>Runs an alarm over samples and tells the seconds at which it acted.</summary>
    private static List<int> Run(
        AlarmDefinition definition, double[] samples, int every, int sampleSeconds = 60, int delay = 60, int? until = null)
    {
        var store = new MetricStore(TimeSpan.FromSeconds(delay));
        for (var i = 0; i < samples.Length; i++)
        {
            store.Add(MetricNames.Visible, Start.AddSeconds(i * sampleSeconds), samples[i]);
        }

        var acted = new List<int>();
        var status = AlarmStatus.Initial;
        for (var second = 0; second <= (until ?? samples.Length * sampleSeconds); second += every)
        {
            var evaluation = new Alarm(definition).Evaluate(status, store.ReaderAt(Start.AddSeconds(second)), Start.AddSeconds(second));
            status = evaluation.Status;
            if (evaluation.Acts)
            {
                acted.Add(second);
            }
        }

        return acted;
    }
}
