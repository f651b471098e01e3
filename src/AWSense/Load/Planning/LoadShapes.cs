using System.Globalization;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Load.Planning;

/// <summary>Makes open loads of the workloads that the simulator knows, so that what was simulated can be sent.</summary>
internal static class LoadShapes
{
    private static readonly Distribution AnyService = Distribution.Lognormal(1, 0.3); // live, the service takes what it takes

    /// <summary>Requests at equal distances, until the plan ends it.</summary>
    /// <param name="rate">Requests a second.</param>
    public static OpenLoad AtRate(double rate) => new(string.Create(CultureInfo.InvariantCulture, $"{rate:0.###} requests/s"), Even(rate));

    /// <summary>A workload by name.</summary>
    /// <exception cref="FormatException">There is none of the name.</exception>
    public static OpenLoad Named(string name, int seed, double speed) => Of(WorkloadCatalog.Find(name).Draw(seed), name, speed);

    /// <summary>Recorded requests.</summary>
    /// <exception cref="InvalidDataException">The file is no recording.</exception>
    public static OpenLoad Recorded(string path, int seed, double speed) => Of(WorkloadFile.Read(path, AnyService, seed), Path.GetFileName(path), speed);

    /// <summary>A run begins with its first request, not with the wait for it.</summary>
    private static OpenLoad Of(Workload workload, string name, double speed)
    {
        var first = workload.Arrivals.Count > 0 ? workload.Arrivals[0] : throw new InvalidDataException($"{name} has no requests.");
        var words = string.Create(CultureInfo.InvariantCulture, $"{name}, {workload.Arrivals.Count:N0} requests{(speed == 1 ? "" : $", {speed:0.###} times as fast")}");
        return new(words, workload.Arrivals.Select(at => (at - first) / speed));
    }

    private static IEnumerable<double> Even(double rate)
    {
        for (var number = 0L; ; number++)
        {
            yield return number / rate;
        }
    }
}
