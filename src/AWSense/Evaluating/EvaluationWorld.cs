using AWSense.Policies;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Evaluating;

/// <summary>Where the cases are tried, and with which policies.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Cases">Those of the shortest service time first; of each, every policy.</param>
internal sealed record EvaluationWorld(string Name, IReadOnlyList<EvaluationCase> Cases)
{
    /// <summary>Seconds that pictures are made to take.</summary>
    private static readonly double[] ServiceTimes = [0, 1, 5];

    private static readonly (string Role, string Policy)[] Others =
        [(EvaluationCase.Seed, "seed"), ("step", "step"), ("target tracking", "targetTracking60"), ("KEDA", "keda300")];

    /// <summary>Worker processes on this machine, with the policy of <c>awsense up</c> and as many workers as the original had.</summary>
    public static EvaluationWorld ThisMachine() => Create("this machine", "local");

    /// <summary>Instances that boot for 60 to 90 seconds, as <see cref="SimulationSettings"/> has them, with the policy for AWS.</summary>
    public static EvaluationWorld Ec2() => Create("EC2", "default");

    /// <summary>This machine as the simulator sees it, from what was measured on it.</summary>
    public static SimulationSettings Simulated(MachineFigures machine) => new()
    {
        Overhead = machine.Overhead,
        OrderDelay = TimeSpan.Zero,
        BootTime = Distribution.Constant(machine.Boot.TotalSeconds),
        BootCrowding = machine.BootCrowding,
        Prefetch = 1, // as a worker does of pictures that take longer than Worker:PrefetchTime
        VisibilityTimeout = TimeSpan.Zero, // a broken connection returns its leases at once
        TimelinePoints = 0,
        RecordEvents = true,
    };

    /// <summary>Instances as the simulator has them by default.</summary>
    public static SimulationSettings Ec2Settings { get; } = new() { TimelinePoints = 0, RecordEvents = true };

    private static EvaluationWorld Create(string name, string ours)
    {
        IReadOnlyList<(string Role, string Name, ScalingPolicy Policy)> policies =
            [.. Others.Prepend((EvaluationCase.Ours, ours)).Select(entry => (entry.Item1, entry.Item2, PolicyFiles.Open(entry.Item2)))];
        return new(name, [.. ServiceTimes.SelectMany(seconds => policies.Select(entry =>
            new EvaluationCase(entry.Role, entry.Name, entry.Policy, TimeSpan.FromSeconds(seconds))))]);
    }
}
