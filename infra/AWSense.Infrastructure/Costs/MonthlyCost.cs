using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Infrastructure.Costs;

/// <summary>What a deployment with the default options costs in a month of 30 days at a constant load.</summary>
/// <param name="prices">What things cost.</param>
/// <param name="policy">Says how many workers there are; it is simulated.</param>
internal sealed class MonthlyCost(PriceTable prices, ScalingPolicy policy)
{
    private const int Hours = 30 * 24;
    private const int Seconds = Hours * 3600;
    private const int WebInstances = 2;
    private const int DiskGigabytes = 8;
    private const int BalancerZones = 2;

    // As the templates have them: one alarm with the workers, four for people, and what the controller publishes.
    private const int Alarms = 5;
    private const int Metrics = 3;

    // What a picture does: written are picture, job, result, the job's end and the answer for who sends it again; read are that answer, picture and
    // job. Of SQS it takes five calls where few come within the same five milliseconds, and less than one where many do.
    private const int WritesPerPicture = 5;
    private const int ReadsPerPicture = 3;
    private const decimal SqsCallsPerPicture = 5m;
    private const decimal GigabytesPerPicture = 66m / 1024 / 1024;

    // What happens without any: each process tells that it is there every 5 s, and one reads that; queues are polled for 20 s (workers: two lanes
    // in turn of 2 s); the leader and each web instance count two queues every 5 s and read the fleet; the leader renews its lease every 4 s and writes
    // the fleet every 2 s. While pictures come, each web instance counts the queues every 2 s.
    private const decimal SqsCallsPerProcessSecond = (1 / 5m) + (1 / 2m);
    private const decimal SqsCallsPerSecond = ((1 + WebInstances) * 2 / 5m) + (2 / 2m);
    private const decimal SqsCallsPerBusySecond = WebInstances * 2 / 2m;
    private const decimal WritesPerSecond = (1 / 4m) + (1 / 2m);
    private const decimal ReadsPerSecond = (1 + WebInstances) / 5m;

    // Receive, decode, infer, store, reply and complete, on a vCPU.
    private static readonly Distribution Service = Distribution.Parse("20ms");

    /// <summary>The lines of the bill.</summary>
    /// <param name="picturesPerSecond">The load, from 0.</param>
    public IReadOnlyList<(string What, decimal Dollars)> Of(int picturesPerSecond)
    {
        var workers = Workers(picturesPerSecond);
        var instances = WebInstances + workers;
        var pictures = (decimal)picturesPerSecond * Seconds;
        var busy = picturesPerSecond > 0 ? SqsCallsPerBusySecond : 0;
        var sqs = (pictures * SqsCallsPerPicture) + (Seconds * ((instances * SqsCallsPerProcessSecond) + SqsCallsPerSecond + busy));
        var reads = (pictures * ReadsPerPicture) + (Seconds * ReadsPerSecond);
        var writes = (pictures * WritesPerPicture) + (Seconds * WritesPerSecond);
        var gigabytesHour = picturesPerSecond * 3600 * GigabytesPerPicture;
        return
        [
            ("workers", workers * Hours * prices["c7a.medium"]),
            ("web instances", WebInstances * Hours * prices["t3.small"]),
            ("load balancer", Hours * (prices["balancerHour"] + (gigabytesHour * prices["balancerUnitHour"]))),
            ("addresses and disks", (Hours * (instances + BalancerZones) * prices["publicAddressHour"]) + (instances * DiskGigabytes * prices["diskGigabyteMonth"])),
            ("queue calls", sqs / 1_000_000 * prices["sqsCallsPerMillion"]),
            ("archive, calls", (writes / 1000 * prices["s3WritesPerThousand"]) + (reads / 1000 * prices["s3ReadsPerThousand"])),
            ("archive, 30 days kept", pictures * GigabytesPerPicture * prices["s3StoragePerGigabyteMonth"]),
            ("alarms, metrics, dashboard", (Alarms * prices["alarmMonth"]) + (Metrics * prices["metricMonth"]) + prices["dashboardMonth"]),
        ];
    }

    // The mean number of workers over four hours, as the policy has it that is deployed.
    private decimal Workers(int picturesPerSecond)
    {
        if (picturesPerSecond == 0)
        {
            return policy.Fleet.Min;
        }

        var recipe = WorkloadCatalog.Find($"poisson:{picturesPerSecond}:4h") with { Service = Service };
        var result = Simulation.Run(policy, recipe.Draw(1), new SimulationSettings { Seed = 1 });
        return (decimal)(result.InstanceSeconds / result.Horizon.TotalSeconds);
    }
}
