using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>What holds for every rule: bounds, steps, changes of direction, floors by the clock, and missing figures.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData(9, 3)]
    [InlineData(0, 2)]
    [InlineData(3, 3)]
    public void A_fleet_stays_within_its_bounds(int wanted, int expected) =>
        Assert.Equal(expected, new Sight(Sight.Wanting(wanted) with { Fleet = new() { Min = 2, Max = 3 } }).Decide(Sight.At(5, 4)).Desired);

    [Theory]
    [InlineData(2, 10, 5)]
    [InlineData(2, 4, 4)]
    [InlineData(9, 3, 7)]
    [InlineData(9, 8, 8)]
    [InlineData(1, 0, 0)]
    public void A_decision_adds_three_and_gives_up_two_at_most(int current, int wanted, int expected)
    {
        var policy = Sight.Wanting(wanted) with { Limits = new() { MaxStepOut = 3, MaxStepIn = 2, ReversalsPerHour = null } };

        Assert.Equal(expected, new Sight(policy).Decide(Sight.At(5, current)).Desired);
    }

    [Fact]
    public void After_too_many_changes_of_direction_the_fleet_no_longer_shrinks_until_an_hour_is_over()
    {
        var policy = Sight.Wanting(5) with { Limits = new() { ReversalsPerHour = 3 } };
        var sight = new Sight(policy);

        // Seen from 4 it grows, from 6 it shrinks; the first change has no direction to turn from.
        var desired = Enumerable.Range(0, 8).Select(turn => sight.Decide(Sight.At(60 * (turn + 1), turn % 2 == 0 ? 4 : 6)).Desired).ToList();

        Assert.Equal([5, 5, 5, 5, 5, 6, 5, 6], desired);
        Assert.EndsWith("already 4 changes of direction in an hour: hold", sight.Try(Sight.At(600, 6)).Reason, StringComparison.Ordinal);
        Assert.Equal(6, sight.Try(Sight.At(3779, 6)).Desired); // the second turn was at 180 s, and growth turns as well
        Assert.Equal(5, sight.Try(Sight.At(3780, 6)).Desired);
    }

    [Fact]
    public void A_floor_by_the_clock_takes_the_place_of_the_fewest()
    {
        var policy = Sight.Wanting(0) with { Fleet = new() { Min = 1, Max = 8, FloorSchedule = [new("0 8 * * *", 4), new("0 18 * * *", 2), new("0 22 * * *", 30)] } };
        var sight = new Sight(policy);

        Assert.Equal([2, 4, 4, 2, 8, 8], new[] { 19, 8, 17.9, 18, 22, 24 + 7.9 }.Select(hour => sight.Try(Sight.At(hour * 3600, 5)).Desired));
    }

    [Fact]
    public void A_reading_as_old_as_is_allowed_counts_and_an_older_one_does_not()
    {
        var sight = new Sight(Keda(new()));
        var seen = Sight.At(100, inService: 5);

        Assert.Equal(1, sight.Try(seen with { Queue = seen.Queue! with { ReadAt = seen.Now.AddSeconds(-20) } }).Desired);
        var decision = sight.Try(seen with { Queue = seen.Queue! with { ReadAt = seen.Now.AddSeconds(-20.5) } });
        Assert.Equal((5, "the last reading of the queue is 20.5 s old: hold"), (decision.Desired, decision.Reason));
    }

    [Theory]
    [InlineData(FallbackBehavior.CurrentIfHigher, 5, 5)]
    [InlineData(FallbackBehavior.CurrentIfHigher, 2, 3)]
    [InlineData(FallbackBehavior.Static, 5, 3)]
    [InlineData(FallbackBehavior.Static, 2, 3)]
    [InlineData(FallbackBehavior.Current, 5, 5)]
    [InlineData(FallbackBehavior.Current, 2, 2)]
    public void After_three_readings_that_failed_the_fallback_counts(FallbackBehavior behavior, int current, int expected)
    {
        var sight = new Sight(Keda(new() { OnMissing = MissingSignals.Fallback, Fallback = new() { Behavior = behavior } }));
        var blind = Sight.At(100, current) with { Queue = null };

        Assert.Equal([(current, "the queue can't be read: hold"), (current, "the queue can't be read: hold"), (expected, "the queue can't be read: fallback")],
            Enumerable.Range(0, 3).Select(_ => sight.Decide(blind)).Select(decision => (decision.Desired, decision.Reason)));
        sight.Decide(Sight.At(100, current, waiting: 10 * current)); // one that succeeds
        Assert.EndsWith("hold", sight.Decide(blind).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fallback_stays_within_the_bounds()
    {
        var policy = Keda(new() { OnMissing = MissingSignals.Fallback, Fallback = new() { AfterFailures = 1, Capacity = 50 } });

        Assert.Equal(19, new Sight(policy).Decide(Sight.At(100, 2) with { Queue = null }).Desired);
    }

    [Fact]
    public void A_rule_that_does_not_read_the_queue_decides_without_it() =>
        Assert.Equal(4, new Sight(Sight.Wanting(4)).Decide(Sight.At(100, 9) with { Queue = null }).Desired);

    [Fact]
    public void A_decision_tells_in_a_word_what_it_goes_by()
    {
        var fallback = Keda(new() { OnMissing = MissingSignals.Fallback, Fallback = new() { AfterFailures = 1 } });
        var demand = new ScalingPolicy { Rule = new DemandRule() };

        Assert.Equal(ReasonKind.Rule, new Sight(Sight.Wanting(3)).Decide(Sight.At(5, 4)).Kind);
        Assert.Equal(ReasonKind.Bounds, new Sight(Sight.Wanting(9) with { Fleet = new() { Max = 3 } }).Decide(Sight.At(5, 4)).Kind);
        Assert.Equal(ReasonKind.Missing, new Sight(fallback).Decide(Sight.At(5, 2) with { Queue = null }).Kind);
        Assert.Equal(ReasonKind.Rule, new Sight(demand).Decide(Sight.At(5, 1)).Kind);
        Assert.Equal(ReasonKind.Backlog, new Sight(demand).Decide(Sight.At(5, 1, waiting: 500)).Kind); // that there may be no more than 19 is not why it grows
    }

    private static ScalingPolicy Keda(SignalSettings signals) => new()
    {
        Rule = new KedaRule { QueueLength = 10, Stabilization = TimeSpan.Zero },
        Signals = signals,
        Limits = new() { ReversalsPerHour = null },
    };
}
