using Amazon.SQS;
using Amazon.SQS.Model;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Core.Queues;
using AWSense.Scaling.Policies;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>A group, a queue and a bucket on moto, and web instances that steer the group by a clock that waits for them.</summary>
internal sealed class SteeringBench : IAsyncDisposable, ISignalSource
{
    private static int number;

    private readonly MotoServer moto;
    private readonly IAmazonSQS queues;
    private readonly DateTimeOffset began;
    private readonly List<SteeringNode> nodes = [];
    private string queueUrl = "";
    private long sent;

    private SteeringBench(MotoServer moto, ScalingPolicy policy)
    {
        this.moto = moto;
        (Policy, Name, queues, began) = (policy, $"bench-{Interlocked.Increment(ref number)}", moto.Queues(), Time.GetUtcNow());
        Groups = new(moto.Client(QueryService.AutoScaling));
        Instances = new(moto.Client(QueryService.Ec2));
        Crowd = new(Groups, Instances, Name, Time);
        Time.OnStep = Crowd.StepAsync;
    }

    public PacedTime Time { get; } = new();

    public ScalingPolicy Policy { get; }

    public string Name { get; }

    public AutoScalingApi Groups { get; }

    public InstanceApi Instances { get; }

    public WorkerCrowd Crowd { get; }

    public static async Task<SteeringBench> StartAsync(MotoServer moto, ScalingPolicy policy, int desired = 1)
    {
        var bench = new SteeringBench(moto, policy);
        await bench.MakeGroupAsync(desired);
        using var objects = moto.Objects();
        await objects.PutBucketAsync(bench.Name);
        bench.queueUrl = (await bench.queues.CreateQueueAsync(bench.Name)).QueueUrl;
        await bench.Crowd.StepAsync();
        return bench;
    }

    /// <summary>Starts a web instance.</summary>
    public async Task<SteeringNode> AddNodeAsync()
    {
        var node = new SteeringNode(this, moto);
        nodes.Add(node);
        Time.Loops += SteeringNode.Loops;
        await node.StartAsync();
        return node;
    }

    /// <summary>Puts requests into the queue.</summary>
    public async Task SendAsync(int requests)
    {
        for (var i = 0; i < requests; i += 10)
        {
            await queues.SendMessageBatchAsync(queueUrl, [.. Enumerable.Range(i, Math.Min(10, requests - i)).Select(n => new SendMessageBatchRequestEntry($"m{n}", "request"))]);
        }

        sent += requests;
    }

    /// <summary>All requests are done.</summary>
    public Task FinishAsync() => queues.PurgeQueueAsync(queueUrl);

    public async Task<DemandSignals> ReadAsync(CancellationToken cancellationToken)
    {
        var counts = await queues.GetQueueAttributesAsync(queueUrl, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], cancellationToken);
        return new(
            new(counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible), new(0, 0), null, sent, 0, 0, 0, began, Time.GetUtcNow());
    }

    /// <summary>The group as moto has it.</summary>
    public async Task<GroupState> GroupAsync() => await Instances.CompleteAsync(await Groups.DescribeAsync(Name, CancellationToken.None), CancellationToken.None);

    /// <summary>The values of a published metric.</summary>
    public async Task<IReadOnlyList<double>> MetricAsync(string metric)
    {
        var request = new QueryRequest("GetMetricStatistics")
            .With("Namespace", "AWSense").With("MetricName", metric)
            .With("Dimensions.member.1.Name", "AutoScalingGroupName").With("Dimensions.member.1.Value", Name)
            .With("StartTime", began.AddMinutes(-1)).With("EndTime", Time.GetUtcNow().AddMinutes(1)).With("Period", 1)
            .WithEach("Statistics.member", ["Maximum"]);
        var answer = await moto.Client(QueryService.CloudWatch).SendAsync(request, CancellationToken.None);
        return
        [
            .. answer.Child("GetMetricStatisticsResult").Members("Datapoints")
                .OrderBy(point => point.Value("Timestamp"), StringComparer.Ordinal)
                .Select(point => double.Parse(point.Value("Maximum")!, System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        queues.Dispose();
    }

    private async Task MakeGroupAsync(int desired)
    {
        var client = moto.Client(QueryService.AutoScaling);
        await client.SendAsync(
            new QueryRequest("CreateLaunchConfiguration").With("LaunchConfigurationName", Name).With("ImageId", "ami-12c6146b").With("InstanceType", "t3.small"), CancellationToken.None);
        await client.SendAsync(
            new QueryRequest("CreateAutoScalingGroup")
                .With("AutoScalingGroupName", Name).With("LaunchConfigurationName", Name).WithEach("AvailabilityZones.member", ["us-east-1a"])
                .With("MinSize", Policy.Fleet.Min).With("MaxSize", Policy.Fleet.Max).With("DesiredCapacity", desired),
            CancellationToken.None);
    }
}
