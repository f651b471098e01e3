using AWSense.Scaling.AutoScaling;

namespace AWSense.Scaling.Tests.AutoScaling;

/// <summary>Cooldown, hooks, protection and warm pool of an Auto Scaling group.</summary>
public class GroupTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [MemberData(nameof(GoldenFile.Cases), "warmPool.cases", MemberType = typeof(GoldenFile))]
    public void The_warm_pool_fills_up_the_group(string json)
    {
        var one = GoldenFile.Parse(json);

        Assert.Equal(one.Whole("warm"), WarmPool.Size(one.Whole("desired"), one.Whole("max"), one.WholeOrNull("maxPrepared")));
    }

    [Fact]
    public void The_warm_pool_is_never_less_than_empty()
    {
        Assert.Equal(0, WarmPool.Size(desired: 9, max: 10, maxPrepared: 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => WarmPool.Size(-1, 10, null));
    }

    [Fact]
    public void A_cooldown_counts_from_the_end_of_the_last_instance()
    {
        var none = Cooldown.Of(Cooldown.DefaultLength);
        var running = none.Begin(2);
        var half = running.End(Start.AddSeconds(90)); // the second one waits in its hook
        var done = half.End(Start.AddSeconds(200));

        Assert.Equal(TimeSpan.FromSeconds(300), none.Length);
        Assert.True(none.Allows(Start));
        Assert.False(running.Allows(Start.AddDays(1)));
        Assert.False(half.Allows(Start.AddDays(1)));
        Assert.False(done.Allows(Start.AddSeconds(499.9)));
        Assert.True(done.Allows(Start.AddSeconds(500)));
    }

    [Fact]
    public void A_cooldown_never_ends_earlier_for_a_late_report()
    {
        var done = Cooldown.Of(TimeSpan.FromSeconds(10)).Begin(1).Begin(1).End(Start.AddSeconds(5)).End(Start);

        Assert.Equal(Start.AddSeconds(5), done.EndedAt);
        Assert.Throws<ArgumentOutOfRangeException>(() => done.End(Start));
        Assert.Throws<ArgumentOutOfRangeException>(() => done.Begin(0));
    }

    [Theory]
    [InlineData(30, 3000)]
    [InlineData(1728, 172_800)]
    [InlineData(1729, 172_800)]
    [InlineData(3600, 172_800)]
    [InlineData(7200, 172_800)]
    public void A_hook_ends_after_a_hundred_heartbeats_or_48_hours(int heartbeat, int global) =>
        Assert.Equal(TimeSpan.FromSeconds(global), new LifecycleHook { HeartbeatTimeout = TimeSpan.FromSeconds(heartbeat) }.GlobalTimeout);

    [Fact]
    public void A_hook_ends_when_no_heartbeat_comes()
    {
        var hook = new LifecycleHook();

        Assert.Equal(TimeSpan.FromSeconds(3600), hook.HeartbeatTimeout);
        Assert.Equal(Start.AddSeconds(3600), hook.EndsAt(Start, null));
        Assert.Equal(Start.AddSeconds(3700), hook.EndsAt(Start, Start.AddSeconds(100)));
        Assert.Equal(Start.AddHours(48), hook.EndsAt(Start, Start.AddHours(47.5)));
    }

    [Theory]
    [InlineData(29.9)]
    [InlineData(7200.1)]
    public void A_hook_has_its_limits(double heartbeat) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LifecycleHook { HeartbeatTimeout = TimeSpan.FromSeconds(heartbeat) });

    [Theory]
    [InlineData(5, 3, 5, 2)]
    [InlineData(5, 3, 1, 1)]
    [InlineData(5, 3, 0, 0)] // all are protected: the desired capacity falls, and nothing ends
    [InlineData(5, 5, 5, 0)]
    [InlineData(5, 0, 5, 5)]
    public void Protection_keeps_the_instances_but_not_the_number(int desired, int wanted, int unprotected, int terminated) =>
        Assert.Equal((wanted, terminated), ScaleInProtection.ScaleIn(desired, wanted, unprotected));

    [Fact]
    public void Protection_is_about_scaling_in()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ScaleInProtection.ScaleIn(5, 6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScaleInProtection.ScaleIn(5, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScaleInProtection.ScaleIn(5, 4, -1));
    }
}
