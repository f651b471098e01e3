using System.Globalization;
using Amazon.S3;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>What is asked of AWS in awkward moments, by a group that moto has and workers that a test speaks for.</summary>
[Collection(OnMoto.Name)]
public sealed class AutoScalingFleetTests(MotoServer moto)
{
    private static readonly ScalingPolicy Fixed = new() { Rule = new FixedRule { Capacity = 1 }, Fleet = new() { Min = 1, Max = 5 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instances_that_drain_are_made_up_for_and_the_largest_size_holds()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed, desired: 3);
        using var steered = await SteeredAsync(bench);
        await steered.Fleet.SetDesiredAsync(1, Token);
        Assert.Equal(1, (await steered.Fleet.GetStatusAsync(Token)).DesiredWorkers);
        Assert.Equal(3, (await bench.GroupAsync()).Desired); // two drain, and AWS counts them

        await steered.Fleet.SetDesiredAsync(2, Token);
        Assert.Equal(4, (await bench.GroupAsync()).Desired);
        await steered.Fleet.SetDesiredAsync(5, Token);
        Assert.Equal(5, (await bench.GroupAsync()).Desired);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => steered.Fleet.SetDesiredAsync(6, Token));
    }

    [Fact]
    public async Task Idle_ones_go_before_busy_ones_and_none_is_asked_twice()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed, desired: 4);
        using var steered = await SteeredAsync(bench);
        var ids = (await bench.GroupAsync()).Instances.Select(instance => instance.Id).ToList();
        steered.Presence.Words = [Word(ids[0], WorkerState.Busy), Word(ids[1], WorkerState.Idle), Word(ids[2], WorkerState.Busy), Word(ids[3], WorkerState.Idle)];

        await steered.Fleet.SetDesiredAsync(3, Token);
        await steered.Fleet.SetDesiredAsync(2, Token);

        Assert.Equal([ids[1], ids[3]], (await bench.GroupAsync()).Instances.Where(instance => instance.DrainOrderedAt is not null).Select(instance => instance.Id).Order(StringComparer.Ordinal).OrderBy(ids.IndexOf));
        var states = (await steered.Fleet.GetStatusAsync(Token)).Members.ToDictionary(member => member.MemberId, member => member.State);
        Assert.Equal((FleetMemberState.InService, FleetMemberState.Draining), (states[ids[0]], states[ids[1]]));
    }

    [Fact]
    public async Task One_that_drains_too_long_is_ended_all_the_same()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed, desired: 2);
        using var steered = await SteeredAsync(bench);
        var ids = (await bench.GroupAsync()).Instances.Select(instance => instance.Id).ToList();
        steered.Presence.Words = [.. ids.Select(id => Word(id, WorkerState.Busy))];
        await steered.RoundAsync();
        await steered.Fleet.SetDesiredAsync(1, Token);
        await steered.RoundAsync();
        Assert.Equal(2, (await bench.GroupAsync()).Desired);
        Assert.All((await bench.GroupAsync()).Instances, instance => Assert.True(instance.IsProtected));

        bench.Time.Advance(TimeSpan.FromSeconds(121));
        await steered.Lease.TurnAsync(Token);
        await steered.RoundAsync();

        Assert.Equal(1, (await bench.GroupAsync()).Desired);
    }

    [Fact]
    public async Task At_the_floor_a_drained_one_is_replaced()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed, desired: 2);
        using var steered = await SteeredAsync(bench);
        await steered.Fleet.SetDesiredAsync(1, Token);
        await moto.Client(QueryService.AutoScaling).SendAsync(new QueryRequest("UpdateAutoScalingGroup").With("AutoScalingGroupName", bench.Name).With("MinSize", 2), Token);
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await steered.RoundAsync();

        Assert.Equal(2, (await bench.GroupAsync()).Desired);
        Assert.DoesNotContain((await bench.GroupAsync()).Instances, instance => instance is { DrainOrderedAt: not null, Stage: InstanceStage.InService });
    }

    [Fact]
    public async Task A_policy_that_kills_ends_at_once_and_protects_nobody()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed with { Drain = new() { Mode = DrainMode.Kill } }, desired: 3);
        using var steered = await SteeredAsync(bench);
        steered.Presence.Words = [.. (await bench.GroupAsync()).Instances.Select(instance => Word(instance.Id, WorkerState.Busy))];
        await steered.RoundAsync();
        Assert.All((await bench.GroupAsync()).Instances, instance => Assert.False(instance.IsProtected));

        await steered.Fleet.SetDesiredAsync(1, Token);

        Assert.Equal(1, (await bench.GroupAsync()).Desired);
    }

    [Fact]
    public async Task Silent_instances_are_replaced_one_at_a_time_and_the_others_stay()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed, desired: 3);
        using var steered = await SteeredAsync(bench);
        var ids = (await bench.GroupAsync()).Instances.Select(instance => instance.Id).ToList();
        steered.Presence.Words = [.. ids.Select(id => Word(id, WorkerState.Busy))];
        await steered.RoundAsync(); // all are protected now
        steered.Presence.Words = [Word(ids[0], WorkerState.Busy)];
        await steered.RoundAsync();
        await PassAsync(TimeSpan.FromSeconds(290));
        Assert.Equal(ids, await InServiceAsync());

        await PassAsync(TimeSpan.FromSeconds(10));
        var left = await InServiceAsync();
        Assert.Contains(ids[0], left);
        Assert.Equal(3, left.Count); // another took its place
        Assert.Equal(2, left.Intersect(ids).Count());

        steered.Presence.Words = [.. left.Select(id => Word(id, WorkerState.Idle))]; // the other one is heard again
        await PassAsync(TimeSpan.FromSeconds(300));
        Assert.Equal(left, await InServiceAsync());

        steered.Presence.Words = [];
        await steered.RoundAsync();
        await PassAsync(TimeSpan.FromSeconds(300));
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(2, (await InServiceAsync()).Intersect(left).Count()); // all are silent, and one goes

        async Task PassAsync(TimeSpan span)
        {
            bench.Time.Advance(span);
            await steered.Lease.TurnAsync(Token);
            await steered.RoundAsync();
        }

        async Task<List<string>> InServiceAsync() =>
            [.. (await bench.GroupAsync()).Instances.Where(instance => instance.Stage == InstanceStage.InService).Select(instance => instance.Id)];
    }

    [Fact]
    public async Task Who_does_not_lead_reads_and_changes_nothing()
    {
        await using var bench = await SteeringBench.StartAsync(moto, Fixed, desired: 2);
        using var steered = await SteeredAsync(bench, leads: false);
        await steered.Fleet.SetDesiredAsync(4, Token);
        await steered.RoundAsync();

        Assert.Equal(FleetSteering.Elsewhere, (await steered.Fleet.GetStatusAsync(Token)).Steering);
        Assert.Equal(2, (await bench.GroupAsync()).Desired);
        Assert.False(await steered.Group.SetDesiredAsync(4, Token));
        Assert.False(await steered.Group.TerminateAsync("i-1", decrement: true, Token));
        Assert.False(await steered.Group.ProtectAsync([], isProtected: true, Token));
    }

    [Fact]
    public async Task Places_that_AWS_has_not_filled_are_given_up_first()
    {
        await using var aws = await AwsStandIn.StartAsync();
        using var objects = moto.Objects();
        var lease = await LeaseAsync(objects, TimeProvider.System);
        QueryClient Client(QueryService service) => MotoClients.Client(aws.Address, service);
        using var group = new SteeredGroup(new(Client(QueryService.AutoScaling)), new(Client(QueryService.Ec2)), lease, "g", TimeProvider.System);
        using var fleet = new AutoScalingFleet(group, new SpokenPresence(), Fixed, TimeProvider.System, NullLogger<AutoScalingFleet>.Instance);
        aws.EnqueueBody(200, GroupXml(desired: 4, "<member><InstanceId>i-1</InstanceId><LifecycleState>InService</LifecycleState></member><member><InstanceId>i-2</InstanceId><LifecycleState>Pending:Wait</LifecycleState></member><member><InstanceId>i-9</InstanceId><LifecycleState>Warmed:Stopped</LifecycleState></member>"));

        await fleet.SetDesiredAsync(1, Token);

        Assert.Equal(
            ["DescribeAutoScalingGroups", "DescribeInstances", "SetDesiredCapacity 2", "CreateTags i-2"],
            aws.Forms.Select(form => $"{form["Action"]} {form.GetValueOrDefault("DesiredCapacity")}{form.GetValueOrDefault("ResourceId.1")}".TrimEnd()));
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_told_in_words()
    {
        var exception = await Assert.ThrowsAsync<AwsRequestException>(() => new AutoScalingApi(moto.Client(QueryService.AutoScaling)).DescribeAsync("nowhere", Token));

        Assert.Contains("There is no Auto Scaling group nowhere in this region. See AutoScaling:Group and AWS_REGION.", exception.Message, StringComparison.Ordinal);
    }

    private static string GroupXml(int desired, string instances) => string.Create(
        CultureInfo.InvariantCulture,
        $"<R><DescribeAutoScalingGroupsResult><AutoScalingGroups><member><MinSize>1</MinSize><MaxSize>5</MaxSize><DesiredCapacity>{desired}</DesiredCapacity><Instances>{instances}</Instances></member></AutoScalingGroups></DescribeAutoScalingGroupsResult></R>");

    private static WorkerStatus Word(string id, WorkerState state) =>
        new(id, state, 1, 1, "1", new(0, 0, 0), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static async Task<LeaderLease> LeaseAsync(IAmazonS3 objects, TimeProvider time)
    {
        var bucket = $"fleet-{Guid.NewGuid()}";
        await objects.PutBucketAsync(bucket, Token);
        var lease = new LeaderLease(objects, bucket, "control/leader.json", "a", TimeSpan.FromMinutes(10), time);
        await lease.TurnAsync(Token);
        return lease;
    }

    private async Task<Steered> SteeredAsync(SteeringBench bench, bool leads = true)
    {
        var objects = moto.Objects();
        var lease = leads
            ? await LeaseAsync(objects, bench.Time)
            : new LeaderLease(objects, "none", "none", "none", TimeSpan.FromMinutes(10), bench.Time);
        return new(bench, lease, objects);
    }

    /// <summary>A fleet without loops.</summary>
    private sealed class Steered : IDisposable
    {
        private readonly ProtectionWatch protection;
        private readonly SilenceWatch silence;
        private readonly IAmazonS3 objects;

        public Steered(SteeringBench bench, LeaderLease lease, IAmazonS3 objects)
        {
            this.objects = objects;
            Lease = lease;
            Group = new(bench.Groups, bench.Instances, lease, bench.Name, bench.Time);
            Fleet = new(Group, Presence, bench.Policy, bench.Time, NullLogger<AutoScalingFleet>.Instance);
            protection = new(TimeSpan.FromSeconds(30), bench.Time);
            silence = new(TimeSpan.FromMinutes(5), bench.Time);
        }

        public LeaderLease Lease { get; }

        public SteeredGroup Group { get; }

        public AutoScalingFleet Fleet { get; }

        public SpokenPresence Presence { get; } = new();

        public Task RoundAsync() => Fleet.RoundAsync(protection, silence, Token);

        public void Dispose()
        {
            Fleet.Dispose();
            Group.Dispose();
            objects.Dispose();
        }
    }

    private sealed class SpokenPresence : IPresence
    {
        public IReadOnlyList<WorkerStatus> Words { get; set; } = [];

        public Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Words);
    }
}
