using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>The whole controller against an AWS that others wrote, in virtual time.</summary>
[Collection(OnMoto.Name)]
public sealed class SteeringTests(MotoServer moto)
{
    private static ScalingPolicy Demand { get; } = new()
    {
        Name = "demand",
        Rule = new DemandRule(),
        Capacity = new() { BootTime = new() { Learn = false } },
    };

    [Fact]
    public async Task A_burst_raises_the_desired_capacity_within_15_seconds()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand);
        var node = await bench.AddNodeAsync();
        await bench.Time.RunAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await bench.GroupAsync()).Desired);

        await bench.SendAsync(200);
        var took = await bench.Time.RunUntilAsync(async () => (await bench.GroupAsync()).Desired > 1, TimeSpan.FromSeconds(60), "the capacity rises");

        Assert.True(took <= TimeSpan.FromSeconds(15), $"It took {took}.");
        Assert.Equal(node.Log.Latest!.Desired, (await bench.GroupAsync()).Desired);
        Assert.DoesNotContain(node.Lines, line => line.Id is 3004 or 4502 or 4321);
    }

    [Fact]
    public async Task An_idle_fleet_drains_and_is_ended_down_to_one()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand, desired: 4);
        var node = await bench.AddNodeAsync();

        await bench.Time.RunUntilAsync(
            async () => await bench.GroupAsync() is { Desired: 1 } group && group.Instances.Count(instance => instance.Stage == InstanceStage.InService) == 1,
            TimeSpan.FromMinutes(4),
            "one instance is left");

        Assert.Empty(bench.Crowd.Killed);
        Assert.Equal(3, node.Lines.Count(line => line.Id == 4303));
        await bench.Time.RunAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await bench.GroupAsync()).Desired);
        Assert.DoesNotContain(node.Lines, line => line.Id is 3004 or 4502 or 4321);
    }

    [Fact]
    public async Task Busy_instances_are_protected_and_idle_ones_freed_after_a_while()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand with { Fleet = new() { Min = 2, Initial = 2 } }, desired: 2);
        await bench.AddNodeAsync();
        bench.Crowd.Busy = true;

        await bench.Time.RunUntilAsync(async () => (await bench.GroupAsync()).Instances.All(instance => instance.IsProtected), TimeSpan.FromSeconds(60), "both are protected");
        bench.Crowd.Busy = false;
        var took = await bench.Time.RunUntilAsync(async () => (await bench.GroupAsync()).Instances.All(instance => !instance.IsProtected), TimeSpan.FromSeconds(60), "both are free");

        Assert.InRange(took, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task What_the_controller_needs_and_knows_is_published()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand);
        var node = await bench.AddNodeAsync();
        await bench.SendAsync(200);
        await bench.Time.RunAsync(TimeSpan.FromSeconds(90));

        var desired = (await bench.GroupAsync()).Desired;
        var required = await bench.MetricAsync("Required");
        Assert.InRange(required.Count, 1, 3); // once a minute
        Assert.Equal(desired, required[^1]);
        Assert.InRange((await bench.MetricAsync("ObservationAge"))[^1], 0, 5);
        Assert.Equal(1, (await bench.MetricAsync("CapacityRatio"))[^1]); // moto launches at once
        Assert.DoesNotContain(node.Lines, line => line.Id == 4321);
    }

    [Fact]
    public async Task Of_two_controllers_one_acts_and_the_other_takes_over_in_one_lease()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand);
        var first = await bench.AddNodeAsync();
        await bench.Time.RunUntilAsync(() => Task.FromResult(first.Lease.IsHeld), TimeSpan.FromSeconds(10), "the first leads");
        var second = await bench.AddNodeAsync();
        await bench.Time.RunAsync(TimeSpan.FromSeconds(60));
        Assert.True(first.Lease.IsHeld);
        Assert.False(second.Lease.IsHeld);
        Assert.Null(second.Log.Latest); // it learns, and decides nothing

        await first.KillAsync();
        await bench.SendAsync(200);
        var took = await bench.Time.RunUntilAsync(() => Task.FromResult(second.Lease.IsHeld), TimeSpan.FromSeconds(60), "the second leads");
        Assert.True(took <= SteeringNode.LeaseDuration, $"It took {took}.");
        await bench.Time.RunUntilAsync(async () => (await bench.GroupAsync()).Desired > 1, TimeSpan.FromSeconds(15), "the second acts");

        Assert.Equal(FleetSteering.Elsewhere, (await first.Fleet.GetStatusAsync(CancellationToken.None)).Steering);
        await first.Fleet.SetDesiredAsync(19, CancellationToken.None); // whoever no longer leads does nothing more
        Assert.Equal(second.Log.Latest!.Desired, (await bench.GroupAsync()).Desired);
        Assert.DoesNotContain(first.Lines, line => line.Id == 4301);
    }

    [Fact]
    public async Task A_leader_that_ends_in_order_lets_go_at_once()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand);
        var first = await bench.AddNodeAsync();
        var second = await bench.AddNodeAsync();
        await bench.Time.RunAsync(TimeSpan.FromSeconds(10));
        var (leader, other) = first.Lease.IsHeld ? (first, second) : (second, first);

        await leader.StopAsync();
        var took = await bench.Time.RunUntilAsync(() => Task.FromResult(other.Lease.IsHeld), TimeSpan.FromSeconds(60), "the other leads");

        Assert.True(took <= SteeringNode.LeaseDuration * LeaderLease.TurnShare, $"It took {took}.");
    }

    [Fact]
    public async Task A_new_leader_ends_what_the_old_one_asked_to_drain()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand, desired: 3);
        var group = await bench.GroupAsync();
        await bench.Instances.OrderDrainAsync([group.Instances[0].Id], bench.Time.GetUtcNow(), CancellationToken.None);
        await bench.AddNodeAsync();

        await bench.Time.RunUntilAsync(async () => (await bench.GroupAsync()).Desired == 2, TimeSpan.FromSeconds(30), "the drained one is ended");

        Assert.DoesNotContain((await bench.GroupAsync()).Instances, instance => instance.Id == group.Instances[0].Id && instance.Stage == InstanceStage.InService);
    }

    [Fact]
    public async Task High_resolution_tracking_is_fed_and_never_grown_by_hand()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Demand with { Aws = new() { Actuation = Actuation.HiResTargetTracking } });
        var node = await bench.AddNodeAsync();
        await bench.SendAsync(200);
        await bench.Time.RunAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(1, (await bench.GroupAsync()).Desired);
        var ratios = await bench.MetricAsync("CapacityRatio");
        Assert.InRange(ratios.Count, 4, 6); // every ten seconds
        Assert.Equal(node.Log.Latest!.Desired, ratios[^1]);
        Assert.True(ratios[^1] > 1);
        Assert.InRange(node.Log.Changes(100).Count, 1, 3); // what AWS is about to do isn't asked for again and again
    }

    [Fact]
    public async Task In_native_mode_the_controller_watches()
    {
        var seed = new StepRule { Out = new() { Threshold = 2, Comparison = Comparison.GreaterThan, Adjustments = [new(0, null, 1)] } };
        var policy = Demand with { Rule = seed, Signals = new() { Source = SignalSource.CloudWatch, MaxAge = TimeSpan.FromMinutes(3) }, Aws = new() { Actuation = Actuation.Native } };
        await using var bench = await SteeringBench.StartAsync(moto, policy);
        var node = await bench.AddNodeAsync();
        await bench.SendAsync(50);
        await bench.Time.RunAsync(TimeSpan.FromSeconds(20));
        await bench.Groups.SetDesiredAsync(bench.Name, 3, CancellationToken.None); // as the alarms of AWS would
        await bench.Time.RunAsync(TimeSpan.FromSeconds(120));

        Assert.Equal(3, (await bench.GroupAsync()).Desired);
        var change = Assert.Single(node.Log.Changes(100));
        Assert.Equal((1, 3), (change.Before, change.Desired));
        Assert.StartsWith("the fleet steers itself; by this policy's own reckoning ", change.Reason, StringComparison.Ordinal);
    }
}
