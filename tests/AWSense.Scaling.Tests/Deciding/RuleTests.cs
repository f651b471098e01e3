using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>Each rule, decision by decision.</summary>
public sealed class RuleTests
{
    private static readonly StepRule Steps = new()
    {
        Out = new() { Threshold = 10, Comparison = Comparison.GreaterThan, Adjustments = [new(0, 20, 1), new(20, null, 4)] },
        In = new() { Threshold = 3, Comparison = Comparison.LessThan, EvaluationPeriods = 2, Adjustments = [new(null, 0, -1)] },
        Warmup = TimeSpan.Zero,
    };

    [Fact]
    public void Steps_follow_how_far_the_metric_is_beyond_the_threshold()
    {
        var sight = new Sight(Metrics(Steps));

        Assert.Equal((3, "visible is 11, > 10"), Told(sight.Try(Sight.Metric(60, 2, 5, 11))));
        Assert.Equal(6, sight.Try(Sight.Metric(60, 2, 5, 31)).Desired);
        Assert.Equal((2, "alarms: out OK, in OK"), Told(sight.Try(Sight.Metric(60, 2, 5, 5))));
        Assert.Equal((2, "alarms: out OK, in INSUFFICIENT_DATA"), Told(sight.Try(Sight.Metric(60, 2, null, null, 1))));
        Assert.Equal((1, "visible is 2, < 3"), Told(sight.Try(Sight.Metric(60, 2, 1, 2))));
    }

    [Fact]
    public void An_alarm_acts_once_a_minute_while_it_lasts()
    {
        var sight = new Sight(Metrics(Steps));

        Assert.Equal([3, 3, 4], new double[] { 60, 90, 120 }.Select((at, turn) => sight.Decide(Sight.Metric(at, turn == 0 ? 2 : 3, 5, 11)).Desired));
    }

    [Fact]
    public void Growth_goes_before_shrinking()
    {
        var rule = Steps with { In = Steps.In! with { Threshold = 50, EvaluationPeriods = 1 } };

        Assert.Equal(3, new Sight(Metrics(rule)).Decide(Sight.Metric(60, 2, 11)).Desired);
    }

    [Fact]
    public void A_worker_that_warms_up_does_not_count_until_it_is_warm()
    {
        var sight = new Sight(Metrics(Steps with { Warmup = TimeSpan.FromSeconds(60) }));
        var young = Sight.Metric(100, 2, 11) with { Fleet = new(2, [Sight.Start.AddSeconds(41)], 0) };
        var warm = young with { Fleet = new(2, [Sight.Start.AddSeconds(40)], 0) };

        Assert.Equal(3, sight.Try(young).Desired); // 2 and 1, which is there
        Assert.Equal(4, sight.Try(warm).Desired);
        Assert.Equal(3, new Sight(Metrics(Steps with { Warmup = null })).Decide(warm).Desired);
    }

    [Fact]
    public void Simple_scaling_waits_for_its_activity_and_then_for_the_cooldown()
    {
        var sight = new Sight(Metrics(new SimpleRule { Out = Steps.Out, In = Steps.In, Warmup = TimeSpan.Zero, Cooldown = TimeSpan.FromSeconds(240) }));
        Assert.Equal(3, sight.Decide(Sight.Metric(60, 2, 11)).Desired);
        var booting = Sight.Metric(120, 2, 11) with { Fleet = new(2, [Sight.Start.AddSeconds(60)], 0) };
        Assert.Equal((3, "an activity is under way"), Told(sight.Decide(booting)));

        Assert.Equal((3, "cooldown for another 240 s"), Told(sight.Decide(Sight.Metric(180, 3, 11))));
        Assert.Equal((3, "cooldown for another 60 s"), Told(sight.Decide(Sight.Metric(360, 3, 11))));
        Assert.Equal(4, sight.Decide(Sight.Metric(420, 3, 11)).Desired);
        var draining = Sight.Metric(480, 4, 11) with { Fleet = new(4, [], 1) };
        Assert.Equal("an activity is under way", sight.Decide(draining).Reason);
    }

    [Fact]
    public void Target_tracking_grows_in_proportion_and_shrinks_slowly()
    {
        var rule = new TargetTrackingRule { Target = 2, HighPeriods = 2, LowPeriods = 3 };
        var sight = new Sight(Metrics(rule));

        Assert.Equal((8, "backlogPerInstance is 4, above 2"), Told(sight.Try(Sight.Metric(60, 4, 3, 4))));
        Assert.Equal((4, "alarms: high OK, low OK"), Told(sight.Try(Sight.Metric(60, 4, 1, 2, 4))));
        Assert.Equal((4, "alarms: high INSUFFICIENT_DATA, low OK"), Told(sight.Try(Sight.Metric(60, 4, 4)))); // one high period of two
        Assert.Equal((4, "alarms: high OK, low OK"), Told(sight.Try(Sight.Metric(60, 4, 1.8, 1.8, 1.8)))); // nine tenths of the target
        Assert.Equal((6, "backlogPerInstance was at most 1, below 1.8"), Told(sight.Try(Sight.Metric(60, 8, 1.9, 0.5, 1, 0.2)))); // a quarter of 8 at most
        Assert.Equal(7, sight.Try(Sight.Metric(60, 8, 1.7, 0.5, 1)).Desired); // half of 8 would be too few
    }

    [Fact]
    public void Keda_leaves_nothing_only_for_more_than_the_activation()
    {
        var sight = new Sight(Keda(new() { QueueLength = 5, Activation = 3, Stabilization = TimeSpan.Zero }, min: 0));

        Assert.Equal(0, sight.Try(Sight.At(5, 0, waiting: 3)).Desired);
        Assert.Equal(1, sight.Try(Sight.At(5, 0, waiting: 4)).Desired);
        Assert.Equal(0, sight.Try(Sight.At(5, 2, waiting: 3)).Desired);
        Assert.Equal(1, new Sight(Keda(new() { Activation = 3, Stabilization = TimeSpan.Zero }, min: 1)).Try(Sight.At(5, 2, waiting: 3)).Desired);
    }

    [Fact]
    public void Keda_counts_what_is_leased_where_it_should_and_doubles_at_most()
    {
        var rule = new KedaRule { QueueLength = 5, Stabilization = TimeSpan.Zero };

        Assert.Equal((4, "20 requests at 5 a worker need 4"), Told(new Sight(Keda(rule, 1)).Try(Sight.At(5, 2, waiting: 8, leased: 12))));
        Assert.Equal(2, new Sight(Keda(rule with { ScaleOnInFlight = false }, 1)).Try(Sight.At(5, 2, waiting: 8, leased: 12)).Desired);
        Assert.Equal([5, 12], new[] { 1, 6 }.Select(current => new Sight(Keda(rule, 1)).Try(Sight.At(5, current, waiting: 500)).Desired));
    }

    [Fact]
    public void Keda_shrinks_to_the_most_that_was_wanted_lately()
    {
        var sight = new Sight(Keda(new() { QueueLength = 5, Stabilization = TimeSpan.FromSeconds(60) }, 1));

        Assert.Equal([8, 8, 8, 2], new[] { (0, 40), (30, 10), (60, 10), (61, 10) }.Select(one => sight.Decide(Sight.At(one.Item1, 8, waiting: one.Item2)).Desired));
    }

    [Fact]
    public void Capacity_by_the_clock_is_that_of_the_entry_that_came_last()
    {
        ScalingPolicy Clock(params ScheduledCapacity[] entries) => Sight.Wanting(0) with { Rule = new ScheduleRule { Entries = entries } };
        var daily = new Sight(Clock(new("30 8 * * 1-5", 6), new("0 20 * * *", 2)));

        Assert.Equal([2, 6, 6, 2], new[] { 8.4, 8.5, 19.9, 20 }.Select(hour => daily.Try(Sight.At(hour * 3600, 9)).Desired));
        Assert.Equal(2, daily.Try(Sight.At((5 * 24 + 9) * 3600, 9)).Desired); // a Saturday
        Assert.Equal("since 30 8 * * 1-5 there are to be 6", daily.Try(Sight.At(9 * 3600, 9)).Reason);
        Assert.Equal(7, new Sight(Clock(new("0 0 * * *", 3), new("0 0 * * *", 7))).Try(Sight.At(60, 9)).Desired);
    }

    [Theory]
    [InlineData(67, 2)] // 67 wait, 112.5 will come in 75 s, and 2 workers serve 150: 29.5 are left, and 30 may be
    [InlineData(68, 3)]
    [InlineData(77, 3)] // one worker for every 10 too many
    [InlineData(78, 4)]
    public void Demand_orders_for_the_backlog_that_a_new_worker_would_find(int waiting, int expected) =>
        Assert.Equal(expected, new Sight(Demand()).Try(Sight.At(100, 2, waiting, arrived: 150)).Desired);

    [Theory]
    [InlineData(112, 3)] // what boots for 30 s will have served for 30 s more, and allows 15 more to wait
    [InlineData(113, 4)]
    public void Demand_counts_on_workers_that_come(int waiting, int expected) =>
        Assert.Equal(expected, new Sight(Demand()).Try(Sight.At(100, 2, waiting, arrived: 150, ages: 30)).Desired);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(12, 2)]
    [InlineData(13, 4)] // more than a tenth of what 4 workers serve within the promise
    public void Demand_keeps_its_workers_while_too_many_wait(int waiting, int expected) =>
        Assert.Equal(expected, new Sight(Demand()).Try(Sight.At(100, 4, waiting, arrived: 150)).Desired);

    [Theory]
    [InlineData(false, 0, 2)] // the fast average has 1.2 slots
    [InlineData(true, 0, 1)] // the slow one has 0.2
    [InlineData(true, 40, 5)] // 40 wait, 13 more will, 15 may: four workers for the 38, ten seconds each; what waits needs no confirmation
    public void A_burst_alone_grows_the_fleet_only_where_growth_needs_no_confirmation(bool confirm, int waiting, int expected)
    {
        var policy = Demand();
        var sight = new Sight(policy with { Rule = (DemandRule)policy.Rule with { ConfirmGrowth = confirm } });
        sight.Decide(Sight.At(100, 1));

        Assert.Equal(expected, sight.Decide(Sight.At(105, 1, waiting, arrived: 50)).Desired);
    }

    [Theory]
    [InlineData(0, 3)] // 2.9 slots, rounded up
    [InlineData(0.05, 5)] // with 4, 6 of 100 would wait for more than two service times
    public void A_steady_fleet_asks_Erlang_where_the_promise_is_as_short_as_a_request(double lateShare, int expected)
    {
        var policy = Demand();
        var sight = new Sight(policy with
        {
            Rule = (DemandRule)policy.Rule with { LateShare = lateShare },
            Slo = policy.Slo with { LatencyP95 = TimeSpan.FromSeconds(4) },
        });

        Assert.Equal(expected, sight.Try(Sight.At(100, 3, arrived: 290)).Desired);
    }

    [Theory]
    [InlineData(0, 2)] // 1.6 requests a second at four fifths of the capacity
    [InlineData(60, 3)]
    [InlineData(61, 4)]
    public void The_plain_rule_adds_rate_and_backlog(int waiting, int expected)
    {
        var rule = new PlainRule { Utilization = 0.8, DrainWithin = TimeSpan.FromSeconds(60), Hold = TimeSpan.Zero };

        Assert.Equal(expected, new Sight(Metrics(rule)).Try(Sight.At(100, 2, waiting, arrived: 160)).Desired);
    }

    private static ScalingPolicy Demand() => Metrics(new DemandRule { ReleaseBelow = 0.1, DrainWithin = TimeSpan.FromSeconds(10), NoiseSigma = 0, Hold = TimeSpan.Zero }) with
    {
        Slo = new() { Objective = ScalingObjective.Steady },
    };

    private static (int, string) Told(AWSense.Scaling.Deciding.ScalingDecision decision) => (decision.Desired, decision.Reason);

    private static ScalingPolicy Metrics(ScalingRule rule) => Sight.Wanting(0) with { Rule = rule, Fleet = new() { Min = 1, Max = 19 } };

    private static ScalingPolicy Keda(KedaRule rule, int min) => Sight.Wanting(0) with { Rule = rule, Fleet = new() { Min = min, Max = 19 } };
}
