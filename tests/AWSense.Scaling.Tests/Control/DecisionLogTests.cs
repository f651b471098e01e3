using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Tests.Control;

/// <summary>The last decisions.</summary>
public sealed class DecisionLogTests
{
    [Fact]
    public void The_latest_is_kept_whether_it_changed_anything_or_not()
    {
        var log = new DecisionLog();
        Assert.Null(log.Latest);

        log.Add(Decision(1, before: 1, desired: 2));
        log.Add(Decision(2, before: 2, desired: 2));

        Assert.Equal(2, log.Latest!.Number);
        Assert.Equal([1], log.Changes(10).Select(change => change.Number));
    }

    [Fact]
    public void The_last_200_changes_are_kept_newest_first()
    {
        var log = new DecisionLog();
        for (var number = 1; number <= 250; number++)
        {
            log.Add(Decision(number, before: 1, desired: 2));
        }

        Assert.Equal(Enumerable.Range(51, 200).Reverse().Select(number => (long)number), log.Changes(1000).Select(change => change.Number));
        Assert.Equal([250, 249], log.Changes(2).Select(change => change.Number));
    }

    [Fact]
    public void Changes_are_counted_by_their_direction_and_what_they_went_by()
    {
        var log = new DecisionLog();
        log.Add(Decision(1, before: 1, desired: 4) with { Kind = ReasonKind.Backlog });
        log.Add(Decision(2, before: 4, desired: 6) with { Kind = ReasonKind.Backlog });
        log.Add(Decision(3, before: 6, desired: 5));
        log.Add(Decision(4, before: 5, desired: 5));

        Assert.Equal((2, 0, 0, 1), (log.Count(1, ReasonKind.Backlog), log.Count(-1, ReasonKind.Backlog), log.Count(1, ReasonKind.Rule), log.Count(-1, ReasonKind.Rule)));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_the_next_decision_and_by_no_older_one()
    {
        var log = new DecisionLog();
        log.Add(Decision(1, before: 1, desired: 2));

        var first = log.NextAsync();
        var second = log.NextAsync();
        Assert.False(first.IsCompleted);
        log.Add(Decision(2, before: 2, desired: 2));

        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.False(log.NextAsync().IsCompleted);
    }

    private static DecisionRecord Decision(long number, int before, int desired) =>
        new(number, SteppedTime.Origin, before, desired, "", null, new(before, [], 0), null, new(default, default, default));
}
