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

    // What a picture does: written are picture, job, result and the job's end; read are picture and job.
    private const int WritesPerPicture = 4;
    private const int ReadsPerPicture = 2;
    private const decimal SqsCallsPerPicture = 1.5m;
    private const decimal GigabytesPerPicture = 66m / 1024 / 1024;

    // What happens without any: each process tells that it is there every 5 s, and one reads that; queues are polled for 20 s (workers: two lanes
    // in turn of 2 s); the leader counts two queues every 5 s, renews its lease every 4 s, and writes the fleet every 2 s.
    private const decimal SqsCallsPerProcessSecond = (1 / 5m) + (1 / 2m);
    private const decimal SqsCallsPerSecond = (2 / 5m) + (2 / 2m);
    private const decimal WritesPerSecond = (1 / 4m) + (1 / 2m);

    // Receive, decode, infer, store, reply and complete, on a vCPU.
    private static readonly Distribution Service = Distribution.Parse("20ms");

    /// <summary>The lines of the bill.</summary>
    /// <param name="picturesPerSecond">The load, from 0.</param>
    public IReadOnlyList<(string What, decimal Dollars)> Of(int picturesPerSecond)
    {
        var workers = Workers(picturesPerSecond);
        var instances = WebInstances + workers;
        var pictures = (decimal)picturesPerSecond * Seconds;
        var sqs = (pictures * SqsCallsPerPicture) + (Seconds * ((instances * SqsCallsPerProcessSecond) + SqsCallsPerSecond));
        var writes = (pictures * WritesPerPicture) + (Seconds * WritesPerSecond);
        var gigabytesHour = picturesPerSecond * 3600 * GigabytesPerPicture;
        return
        [
            ("workers", workers * Hours * prices["c7a.medium"]),
            ("web instances", WebInstances * Hours * prices["t3.small"]),
            ("load balancer", Hours * (prices["balancerHour"] + (gigabytesHour * prices["balancerUnitHour"]))),
            ("addresses and disks", (Hours * (instances + BalancerZones) * prices["publicAddressHour"]) + (instances * DiskGigabytes * prices["diskGigabyteMonth"])),
            ("queue calls", sqs / 1_000_000 * prices["sqsCallsPerMillion"]),
            ("archive, calls", (writes / 1000 * prices["s3WritesPerThousand"]) + (pictures * ReadsPerPicture / 1000 * prices["s3ReadsPerThousand"])),
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
