using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Aws;

/// <summary>A web process steers an Auto Scaling group whose instances are real workers.</summary>
[Collection(OnMoto.Name)]
public sealed class AwsSteeringTests(MotoServer server)
{
    private const int Most = 3;
    private const int PicturesSent = 60;

    // A picture counts as a second's work at first, so that few of them are a burst.
    private const string Policy = """
        apiVersion: awsense/v1
        kind: ScalingPolicy
        metadata: { name: steering-test }
        fleet: { min: 1, max: 3, initial: 1 }
        slo: { latencyP95: 4s, objective: steady }
        service: { meanTime: 1s, prior: 1s }
        capacity:
          bootTime: { prior: 3s, learn: false }
        signals: { source: direct, interval: 1s, maxAge: 10s }
        policy:
          demand: { rateWindow: 3s, waitBudget: 0.5, releaseBelow: 0.1, drainWithin: 2s, hold: 3s, noiseSigma: 1.5 }
        drain: { mode: graceful, timeout: 90s, returnUnfinished: true, victim: idleFirst }
        aws: { actuation: direct }
        """;

    private readonly Dictionary<string, AwsProcess> workers = new(StringComparer.Ordinal);

    [Fact]
    public async Task The_group_grows_with_a_burst_and_shrinks_by_drained_workers_when_it_is_over()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Policy);
            using var group = new AwsGroup(server.Address);
            await group.CreateAsync(Most);
            await using var aws = await AwsDeployment.StartAsync(server, new Dictionary<string, string>
            {
                ["AWSENSE__Aws__Bucket"] = "steering", // its own, since the counts of a deployment lie there
                ["AWS_ENDPOINT_URL"] = server.Address.ToString(),
                ["AWSENSE__Scaling__Policy"] = file,
                ["AWSENSE__AutoScaling__Group"] = group.Name,
                ["AWSENSE__AutoScaling__RoundInterval"] = "00:00:01",
                ["AWSENSE__AutoScaling__ProtectionLinger"] = "00:00:01",
                ["AWSENSE__Lease__Duration"] = "00:00:30",
            });
            var (_, web) = aws.StartWeb();
            await KeepWorkersAsync(aws, group);
            await aws.WaitUntilReadyAsync(web);
            Assert.True((await group.ReadAsync()).Desired == 1, $"The group has grown without work: {await aws.FleetAsync(web)}\n{aws.Output}");

            await Task.WhenAll(Enumerable.Range(0, PicturesSent).Select(number => aws.SubmitAsync(web, Pictures.Variant("rocket.jpg", number))));
            await UntilAsync(aws, group, desired => desired == Most, "grow");
            Assert.Equal(Most, (await group.ReadAsync()).Instances.Count);
            await Eventually.Async(
                async () => (await aws.JobsAsync(web)).All(job => job.Status == "succeeded"),
                TimeSpan.FromSeconds(60), () => $"Pictures stay.\n{aws.Output}");
            await UntilAsync(aws, group, desired => desired == 1, "shrink");

            Assert.Equal(PicturesSent, (await aws.JobsAsync(web)).Count(job => job.Status == "succeeded"));
            Assert.Single((await group.ReadAsync()).Instances);
            Assert.All(workers.Values.Where(worker => worker.HasExited), worker => Assert.Equal(0, worker.ExitCode));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private Task UntilAsync(AwsDeployment aws, AwsGroup group, Func<int, bool> isThere, string what) => Eventually.Async(
        async () =>
        {
            await KeepWorkersAsync(aws, group);
            return isThere((await group.ReadAsync()).Desired);
        },
        TimeSpan.FromSeconds(60),
        () => $"The group doesn't {what}.\n{aws.Output}");

    /// <summary>Does what EC2 and the instance's service manager do: a worker for each instance, told to end when its instance is to drain.</summary>
    private async Task KeepWorkersAsync(AwsDeployment aws, AwsGroup group)
    {
        var draining = await group.DrainingAsync();
        foreach (var instance in (await group.ReadAsync()).Instances)
        {
            if (!workers.TryGetValue(instance, out var worker))
            {
                workers[instance] = aws.StartWorker(instance);
            }
            else if (draining.Contains(instance) && !worker.HasExited)
            {
                await worker.EndAsync();
            }
        }
    }
}
