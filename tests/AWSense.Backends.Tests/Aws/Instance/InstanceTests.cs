using AWSense.Backends.Aws.Instance;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Aws.Instance;

/// <summary>What an instance is told about its end, and how it answers.</summary>
public sealed class InstanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_are_read_with_one_token_for_many()
    {
        await using var bench = await InstanceBench.StartAsync();

        Assert.Equal("i-1", await bench.Metadata.FindInstanceIdAsync(Token));
        Assert.Null(await bench.Metadata.GetAsync("autoscaling/target-lifecycle-state", Token));
        Assert.Equal(1, bench.Aws.Tokens);
    }

    [Fact]
    public async Task A_token_that_no_longer_counts_is_renewed()
    {
        await using var bench = await InstanceBench.StartAsync();
        await bench.Metadata.GetAsync("instance-id", Token);
        bench.Aws.Token = "token-2";

        Assert.Equal("i-1", await bench.Metadata.GetAsync("instance-id", Token));
        Assert.Equal(2, bench.Aws.Tokens);
    }

    [Fact]
    public async Task Where_no_service_answers_there_is_no_instance_and_no_order()
    {
        await using var bench = await InstanceBench.StartAsync();
        await bench.Aws.DisposeAsync();
        using var http = new HttpClient { BaseAddress = new("http://127.0.0.1:1") };

        Assert.Null(await new InstanceMetadata(http, TimeProvider.System).FindInstanceIdAsync(Token));
        await Assert.ThrowsAsync<BackendUnavailableException>(() => new InstanceMetadata(http, TimeProvider.System).GetAsync("instance-id", Token));
        Assert.Null(await bench.Orders.LookAsync(Token));
    }

    [Theory]
    [InlineData("autoscaling/target-lifecycle-state", "InService", null, 0, false)]
    [InlineData("autoscaling/target-lifecycle-state", "Terminated", "Auto Scaling ends it", 120, true)]
    [InlineData("autoscaling/target-lifecycle-state", "Warmed:Terminated", "Auto Scaling ends it", 120, true)]
    [InlineData("autoscaling/target-lifecycle-state", "Warmed:Stopped", null, 0, false)]
    [InlineData("tags/instance/awsense:drain", "2026-01-05T11:59:00Z", "the controller gives it up", 120, false)]
    [InlineData("spot/instance-action", """{"action": "terminate", "time": "2026-01-05T12:01:30Z"}""", "its spot capacity is wanted back", 80, false)]
    [InlineData("spot/instance-action", """{"action": "stop", "time": "2026-01-05T12:30:00Z"}""", "its spot capacity is wanted back", 120, false)]
    [InlineData("spot/instance-action", "unreadable", "its spot capacity is wanted back", 110, false)]
    public async Task Each_order_is_seen_with_its_deadline(string path, string value, string? reason, int seconds, bool isHeld)
    {
        await using var bench = await InstanceBench.StartAsync();
        bench.Aws.Metadata[path] = value;

        var order = await bench.Orders.LookAsync(Token);

        Assert.Equal(reason is null ? null : new DrainOrder(reason, InstanceBench.Start.AddSeconds(seconds), isHeld), order);
    }

    [Fact]
    public async Task An_order_is_seen_at_the_next_look()
    {
        await using var bench = await InstanceBench.StartAsync();
        var waiting = bench.Orders.WaitAsync(Token);
        Assert.Null(bench.Orders.Received);
        bench.Aws.Metadata["autoscaling/target-lifecycle-state"] = "Terminated";

        var order = await bench.RunAsync(waiting);

        Assert.True(order.IsHeld);
        Assert.Equal(order, bench.Orders.Received);
    }

    [Theory]
    [InlineData("2026-01-05T12:01:00Z", 50, 55)] // ten seconds before, and seen at a look
    [InlineData("2026-01-05T12:30:00Z", 120, 125)]
    public async Task A_spot_notice_during_a_drain_may_shorten_it_and_never_lengthens_it(string end, int from, int to)
    {
        await using var bench = await InstanceBench.StartAsync();
        bench.Aws.Metadata["tags/instance/awsense:drain"] = "2026-01-05T12:00:00Z";
        var waiting = bench.Orders.WaitForDeadlineAsync(await bench.Orders.WaitAsync(Token), Token);
        bench.Aws.Metadata["spot/instance-action"] = $$"""{"action": "terminate", "time": "{{end}}"}""";

        await bench.PassWhileWaitingAsync(waiting);

        Assert.InRange((bench.Time.GetUtcNow() - InstanceBench.Start).TotalSeconds, from, to);
    }

    [Fact]
    public async Task Once_drained_it_waits_for_its_end_and_completes_the_hook()
    {
        await using var bench = await InstanceBench.StartAsync();
        bench.Aws.Metadata["tags/instance/awsense:drain"] = "2026-01-05T12:00:00Z";
        await bench.Orders.WaitAsync(Token);
        var leaving = bench.Exit.LeaveAsync(Token);
        await Task.Delay(50, Token);
        Assert.False(leaving.IsCompleted);
        Assert.Empty(bench.Aws.Forms);
        bench.Aws.Metadata["autoscaling/target-lifecycle-state"] = "Terminated";

        Assert.True(await bench.RunAsync(leaving));
        var form = Assert.Single(bench.Aws.Forms);
        Assert.Equal(
            ("CompleteLifecycleAction", "workers", "awsense-drain", "i-1", "CONTINUE"),
            (form["Action"], form["AutoScalingGroupName"], form["LifecycleHookName"], form["InstanceId"], form["LifecycleActionResult"]));
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_an_end_that_was_forgotten()
    {
        await using var bench = await InstanceBench.StartAsync();
        bench.Aws.Metadata["tags/instance/awsense:drain"] = "2026-01-05T12:00:00Z";
        await bench.Orders.WaitAsync(Token);

        Assert.False(await bench.RunAsync(bench.Exit.LeaveAsync(Token)));
        Assert.True(bench.Time.GetUtcNow() - InstanceBench.Start >= InstanceExit.Patience);
        Assert.Empty(bench.Aws.Forms);
    }

    [Fact]
    public async Task Without_an_order_the_end_is_nobodys_business()
    {
        await using var bench = await InstanceBench.StartAsync();

        Assert.False(await bench.Exit.LeaveAsync(Token));
    }

    [Fact]
    public async Task A_long_drain_asks_for_more_time_until_it_is_over()
    {
        await using var bench = await InstanceBench.StartAsync();
        using var over = new CancellationTokenSource();
        var keeping = bench.Hook.KeepAsync(InstanceBench.Start, over.Token);
        for (var half = 1; half <= 3; half++)
        {
            await Eventually.HoldsAsync(() => bench.Time.Waits == half, $"wait {half} begins");
            Assert.Equal(half - 1, bench.Aws.Forms.Count);
            bench.Time.Advance(TimeSpan.FromSeconds(90)); // half of 120 s to drain and 60 s to spare
            await Eventually.HoldsAsync(() => bench.Aws.Forms.Count == half, $"heartbeat {half} is sent");
        }

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
        Assert.All(bench.Aws.Forms, form => Assert.Equal("RecordLifecycleActionHeartbeat", form["Action"]));
    }

    [Fact]
    public async Task A_hook_that_AWS_does_not_know_any_more_is_no_error()
    {
        await using var bench = await InstanceBench.StartAsync();
        bench.Aws.Enqueue(400, "ValidationError", "No active Lifecycle Action found with instance ID i-1");

        Assert.False(await bench.Hook.CompleteAsync(Token));
        bench.Aws.Metadata.TryRemove("tags/instance/aws:autoscaling:groupName", out _);
        Assert.False(await bench.Hook.CompleteAsync(Token)); // and neither is one whose group nobody knows
        Assert.Single(bench.Aws.Forms);
    }
}
