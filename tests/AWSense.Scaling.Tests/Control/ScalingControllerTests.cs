using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Control;

/// <summary>The loop that lets a policy steer a fleet, by a clock that waits for it.</summary>
public sealed class ScalingControllerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_workers_are_there_before_the_first_decision()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);

        Assert.Equal([2], bench.Fleet.Orders);
        Assert.Null(bench.Log.Latest);
        Assert.Equal(["Policy ten each steers the fleet: 1 to 8 workers."], bench.Said(3001));
    }

    [Fact]
    public async Task Decisions_fall_at_the_phase_and_then_at_the_interval()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        List<(long, double)> decisions = [];
        for (var turn = 0; turn < 3; turn++)
        {
            await bench.StepAsync();
            decisions.Add((bench.Latest.Number, (bench.Latest.At - SteppedTime.Origin).TotalSeconds));
        }

        Assert.Equal([(1, 3), (2, 8), (3, 13)], decisions);
    }

    [Fact]
    public async Task Without_a_phase_the_first_decision_falls_after_one_interval()
    {
        var policy = ControllerBench.TenEach;
        await using var bench = await ControllerBench.StartAsync(policy with { Signals = policy.Signals with { Phase = null } });

        Assert.Equal(TimeSpan.FromSeconds(5), await bench.Time.IdleAsync());
    }

    [Fact]
    public async Task Decisions_that_were_missed_are_left_out_and_the_pace_is_kept()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);

        await bench.Time.JumpAsync(TimeSpan.FromSeconds(3 + 5 + 5 + 1));

        Assert.Equal(1, bench.Latest.Number);
        Assert.Equal(TimeSpan.FromSeconds(4), await bench.Time.IdleAsync());
        await bench.StepAsync();
        Assert.Equal((2, TimeSpan.FromSeconds(18)), (bench.Latest.Number, bench.Time.Elapsed));
    }

    [Fact]
    public async Task The_fleet_follows_the_queue_and_each_change_is_told_once()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        bench.Signals.Waiting = 31;
        bench.Signals.Leased = 10;
        await bench.StepAsync(3);
        bench.Signals.Waiting = 0;
        await bench.StepAsync(2);

        Assert.Equal([2, 5, 1], bench.Fleet.Orders);
        Assert.Equal(["From 2 to 5 workers: 41 requests at 10 a worker need 5.", "From 5 to 1 workers: 10 requests at 10 a worker need 1."], bench.Said(3002));
        Assert.Equal([(5, 1), (2, 5)], bench.Log.Changes(10).Select(change => (change.Before, change.Desired)));
        Assert.Equal(5, bench.Latest.Number);
        Assert.False(bench.Latest.IsChange);
    }

    [Fact]
    public async Task A_decision_tells_what_was_known()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        (bench.Signals.Waiting, bench.Signals.Leased, bench.Signals.Sent) = (7, 2, 100);
        await bench.StepAsync();
        Assert.Null(bench.Latest.ArrivalsPerSecond);
        bench.Signals.Sent = 110;
        await bench.StepAsync();

        Assert.Equal(2, bench.Latest.ArrivalsPerSecond);
        Assert.Equal((7, 2, 110), (bench.Latest.Queue!.Waiting, bench.Latest.Queue.Leased, bench.Latest.Queue.Arrived));
        Assert.Equal((SteppedTime.Origin, bench.Latest.At), (bench.Latest.Queue.CountedSince, bench.Latest.Queue.ReadAt));
        bench.Signals.Sent = 3; // counted anew
        await bench.StepAsync();
        Assert.Null(bench.Latest.ArrivalsPerSecond);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_never_shrinks_the_fleet_and_comes_back()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        bench.Signals.Waiting = 50;
        await bench.StepAsync();
        (bench.Signals.Waiting, bench.Signals.Unreachable) = (0, true);
        await bench.StepAsync(10);

        Assert.Equal([2, 5], bench.Fleet.Orders);
        Assert.Null(bench.Latest.Queue);
        Assert.Equal("the queue can't be read: hold", bench.Latest.Reason);
        Assert.Equal(10, bench.Said(3003).Count());
        bench.Signals.Unreachable = false;
        await bench.StepAsync();
        Assert.Equal([2, 5, 1], bench.Fleet.Orders);
    }

    [Fact]
    public async Task A_rate_spans_the_decisions_that_knew_none()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        await bench.StepAsync();
        bench.Signals.Unreachable = true;
        await bench.StepAsync();
        (bench.Signals.Unreachable, bench.Signals.Sent) = (false, 40);
        await bench.StepAsync();

        Assert.Equal(4, bench.Latest.ArrivalsPerSecond);
    }

    [Fact]
    public async Task A_fleet_that_fails_does_not_end_the_loop()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        bench.Signals.Waiting = 50;
        bench.Fleet.Broken = true;
        await bench.StepAsync(2);

        Assert.Null(bench.Log.Latest);
        Assert.Equal([1, 2], bench.Said(3004).Select(line => int.Parse(line.Split("failed, ")[1].Split(' ')[0])));
        bench.Fleet.Broken = false;
        await bench.StepAsync();
        Assert.Equal([2, 5], bench.Fleet.Orders);
        bench.Fleet.Broken = true;
        await bench.StepAsync();
        Assert.EndsWith("failed, 1 in a row; the fleet stays as it is.", bench.Said(3004).Last(), StringComparison.Ordinal);
        Assert.False(bench.HasEnded);
    }

    [Fact]
    public async Task A_place_whose_worker_crashed_is_neither_ordered_again_nor_given_up()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);
        bench.Signals.Waiting = 30;
        await bench.StepAsync();
        bench.Fleet.Members.RemoveAt(0);
        bench.Fleet.Members.Add(new("leaving", FleetMemberState.Draining, SteppedTime.Origin));
        await bench.StepAsync(3);

        Assert.Equal([2, 3], bench.Fleet.Orders);
        Assert.Equal((2, 1, 1), (bench.Latest.Fleet.InService, bench.Latest.Fleet.BootingSince.Count, bench.Latest.Fleet.Draining));
        Assert.Equal(bench.Latest.At, bench.Latest.Fleet.BootingSince[0]);
    }

    [Fact]
    public async Task A_fleet_gets_no_more_than_it_can_have()
    {
        await using var bench = await ControllerBench.StartAsync(ControllerBench.TenEach, bench => bench.Fleet.WorkersMax = 3);
        bench.Signals.Waiting = 500;
        await bench.StepAsync(2);

        Assert.Equal([2, 3], bench.Fleet.Orders);
        Assert.Equal(3, bench.Latest.Desired);
        Assert.Empty(bench.Said(3004));
    }

    [Fact]
    public async Task Metrics_are_sampled_at_their_own_pace_and_read_when_they_are_published()
    {
        // The policy looks at 20 s, 80 s and so on, at samples of each full minute that can be read a minute later.
        var policy = Simulation.Suite.SuitePolicies.All.Single(policy => policy.Name == "seed");
        await using var bench = await ControllerBench.StartAsync(policy, bench => bench.Signals.Waiting = 9);
        List<double> turns = [];
        for (var turn = 0; turn < 5; turn++)
        {
            turns.Add(bench.Time.Elapsed.TotalSeconds);
            await bench.StepAsync();
        }

        Assert.Equal([0, 20, 60, 80, 120], turns);
        Assert.Equal([1, 2, 3], bench.Fleet.Orders); // at 80 s on the sample of 0 s, at 140 s on that of 60 s
        Assert.Equal(140, bench.Time.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_rule_on_metrics_sees_the_queue_as_it_was_published()
    {
        var policy = ControllerBench.TenEach with
        {
            Signals = new() { Source = SignalSource.CloudWatch, Interval = TimeSpan.FromSeconds(60), Phase = TimeSpan.FromSeconds(70), MaxAge = TimeSpan.FromMinutes(5) },
        };
        await using var bench = await ControllerBench.StartAsync(policy, bench => bench.Signals.Waiting = 40);
        bench.Signals.Waiting = 70;
        await bench.StepAsync(2); // a sample at 60 s, and the decision at 70 s, on what was at the start

        Assert.Equal((4, "40 requests at 10 a worker need 4"), (bench.Latest.Desired, bench.Latest.Reason));
    }

    [Fact]
    public async Task It_ends_when_it_is_stopped_and_leaves_the_fleet_as_it_is()
    {
        var bench = await ControllerBench.StartAsync(ControllerBench.TenEach);

        await bench.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.True(bench.HasEnded);
        Assert.Equal([2], bench.Fleet.Orders);
    }
}
