using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Policies and workloads that several tests use.</summary>
internal static class Samples
{
    public static SimulationResult Run(ScalingPolicy policy, Workload workload, SimulationSettings settings) =>
        AWSense.Scaling.Simulation.Simulation.Run(policy, workload, settings);

    /// <summary>A fleet that never changes.</summary>
    public static ScalingPolicy Fixed(int workers) => new()
    {
        Rule = new FixedRule { Capacity = workers },
        Fleet = new() { Min = workers, Max = workers, Initial = workers },
        Signals = new() { Interval = TimeSpan.FromMinutes(10) },
    };

    /// <summary>Requests by chance.</summary>
    public static Workload Poisson(double rate, double hours, Distribution service, int seed)
    {
        var random = new Random(seed);
        List<double> arrivals = [];
        List<double> services = [];
        for (var at = Gap(); at < hours * 3600; at += Gap())
        {
            arrivals.Add(at);
            services.Add(service.Draw(random));
        }

        return new() { Name = "poisson", Arrivals = arrivals, Services = services, Horizon = TimeSpan.FromHours(hours) };

        double Gap() => -Math.Log(1 - random.NextDouble()) / rate;
    }
}
