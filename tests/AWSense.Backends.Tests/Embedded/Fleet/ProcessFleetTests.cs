using AWSense.Backends.Tests.Support;
using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;

namespace AWSense.Backends.Tests.Embedded.Fleet;

public sealed class ProcessFleetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_as_many_workers_as_are_wanted()
    {
        await using var bench = new FleetBench(FleetBench.Obedient);
        await bench.Fleet.StartAsync(Token);
        Assert.Empty((await bench.StatusAsync()).Members);

        await bench.SetAsync(3);
        var members = await bench.MembersAsync(3);

        Assert.Equal(3, members.Distinct().Count());
        var status = await bench.StatusAsync();
        Assert.Equal((3, 19, 0, null), (status.DesiredWorkers, status.WorkersMax, status.CrashesLastMinute, status.UnhealthyReason));
    }

    [Fact]
    public async Task A_policy_that_kills_ends_the_oldest_at_once_however_busy()
    {
        var drain = new DrainSettings { Mode = DrainMode.Kill, Victim = VictimOrder.OldestFirst };
        await using var bench = new FleetBench(FleetBench.Deaf, drain: drain);
        await bench.SetAsync(2);
        var members = await bench.MembersAsync(2);
        await bench.Presence.ReportAsync(Some.Worker(members[0], WorkerState.Busy), Token);

        await bench.SetAsync(1);

        await Eventually.HoldsAsync(() => !bench.IsAlive(members[0]), "the oldest has ended, though it doesn't listen");
        Assert.Equal(members[1], Assert.Single(await bench.MembersAsync(1)));
    }

    [Fact]
    public async Task The_place_of_a_killed_worker_is_filled_by_another()
    {
        await using var bench = new FleetBench(FleetBench.Obedient);
        await bench.SetAsync(2);
        var before = await bench.MembersAsync(2);

        bench.Kill(before[0]);
        await Eventually.HoldsAsync(async () => (await bench.StatusAsync()).CrashesLastMinute == 1, "the crash is counted");

        var after = await bench.MembersAsync(2);
        Assert.Contains(before[1], after);
        Assert.DoesNotContain(before[0], after);
        Assert.Null((await bench.StatusAsync()).UnhealthyReason);
    }

    [Fact]
    public async Task Scaling_in_drains_the_idle_before_the_busy()
    {
        await using var bench = new FleetBench(FleetBench.Obedient);
        await bench.SetAsync(3);
        var members = await bench.MembersAsync(3);
        await bench.Presence.ReportAsync(Some.Worker(members[2], WorkerState.Busy), Token);

        await bench.SetAsync(1);

        Assert.Equal(members[2], Assert.Single(await bench.MembersAsync(1)));
        await Eventually.HoldsAsync(() => !bench.IsAlive(members[0]) && !bench.IsAlive(members[1]), "the idle ones have ended");
        Assert.Equal(0, (await bench.StatusAsync()).CrashesLastMinute); // who ends as asked has not crashed
    }

    [Fact]
    public async Task A_worker_that_drains_is_shown_until_it_ends()
    {
        await using var bench = new FleetBench(FleetBench.Deaf);
        await bench.SetAsync(1);
        var member = Assert.Single(await bench.MembersAsync(1));

        await bench.SetAsync(0);

        var status = await bench.StatusAsync();
        Assert.Equal(0, status.DesiredWorkers);
        Assert.Equal((member, FleetMemberState.Draining), (status.Members[0].MemberId, status.Members[0].State));
    }

    [Fact]
    public async Task A_worker_is_in_service_once_it_says_so()
    {
        await using var bench = new FleetBench(FleetBench.Obedient);
        await bench.SetAsync(1);
        var member = Assert.Single(await bench.MembersAsync(1));
        Assert.Equal(FleetMemberState.Booting, (await bench.StatusAsync()).Members[0].State);

        await bench.Presence.ReportAsync(Some.Worker(member), Token);

        Assert.Equal(FleetMemberState.InService, (await bench.StatusAsync()).Members[0].State);
    }

    [Fact]
    public async Task A_worker_that_does_not_drain_in_time_is_killed()
    {
        await using var bench = new FleetBench(FleetBench.Deaf, new() { DrainTimeout = TimeSpan.FromMilliseconds(300) });
        await bench.SetAsync(1);
        var member = Assert.Single(await bench.MembersAsync(1));

        await bench.SetAsync(0);

        Assert.Empty(await bench.MembersAsync(0));
        Assert.False(bench.IsAlive(member));
        Assert.Equal(0, (await bench.StatusAsync()).CrashesLastMinute);
    }

    [Fact]
    public async Task The_policy_says_how_long_a_drain_may_take()
    {
        await using var bench = new FleetBench(FleetBench.Deaf, drain: new() { Timeout = TimeSpan.FromMilliseconds(300) });
        await bench.SetAsync(1);
        var member = Assert.Single(await bench.MembersAsync(1));

        await bench.SetAsync(0);

        Assert.Empty(await bench.MembersAsync(0)); // without the policy it had 75 seconds
        Assert.False(bench.IsAlive(member));
    }

    [Fact]
    public async Task Stopping_leaves_no_worker_behind()
    {
        await using var bench = new FleetBench(FleetBench.Obedient);
        await bench.SetAsync(2);
        var members = await bench.MembersAsync(2);

        await bench.Fleet.StopAsync(Token);

        Assert.All(members, member => Assert.False(bench.IsAlive(member)));
        Assert.Empty((await bench.StatusAsync()).Members);
    }

    [Fact]
    public async Task A_stop_that_runs_out_of_patience_kills()
    {
        await using var bench = new FleetBench(FleetBench.Deaf);
        await bench.SetAsync(2);
        var members = await bench.MembersAsync(2);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await bench.Fleet.StopAsync(patience.Token);

        Assert.All(members, member => Assert.False(bench.IsAlive(member)));
    }

    [Fact]
    public async Task Five_crashes_in_a_minute_make_the_fleet_unhealthy()
    {
        await using var bench = new FleetBench("exit 3");
        await bench.SetAsync(1);

        await Eventually.HoldsAsync(async () => (await bench.StatusAsync()).CrashesLastMinute >= 4, "four crashes are counted");
        var four = await bench.StatusAsync();
        await Eventually.HoldsAsync(async () => (await bench.StatusAsync()).UnhealthyReason is not null, "the fleet is unhealthy");

        Assert.Equal(4, four.CrashesLastMinute);
        Assert.Null(four.UnhealthyReason);
        Assert.Equal(1, (await bench.StatusAsync()).DesiredWorkers);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_counts_as_crashes_and_ends_with_the_fleet()
    {
        await using var bench = new FleetBench("", program: "/no/such/program");
        await bench.SetAsync(1);

        await Eventually.HoldsAsync(async () => (await bench.StatusAsync()).CrashesLastMinute >= 2, "two tries are counted");

        await bench.Fleet.StopAsync(Token);
        Assert.Equal(0, (await bench.StatusAsync()).DesiredWorkers);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public async Task More_workers_than_the_bound_are_refused(int desired)
    {
        await using var bench = new FleetBench(FleetBench.Obedient, new() { WorkersMax = 2 });

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => bench.SetAsync(desired));
    }
}
