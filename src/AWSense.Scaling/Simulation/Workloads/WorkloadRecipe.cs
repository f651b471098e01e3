namespace AWSense.Scaling.Simulation.Workloads;

/// <summary>A workload that can be drawn as often as one likes: a rate over time, and how long requests take.</summary>
public sealed record WorkloadRecipe
{
    /// <summary>The name, with its parameters.</summary>
    public required string Name { get; init; }

    /// <summary>How long a run takes.</summary>
    public required TimeSpan Horizon { get; init; }

    /// <summary>95 of 100 requests should be answered within this time; what a boot of 75 seconds leaves room for.</summary>
    public required TimeSpan LatencyLimit { get; init; }

    /// <summary>Time of one request. The default is lognormal with a mean of 1 second and a coefficient of variation of 0.3.</summary>
    public Distribution Service { get; init; } = Distribution.Lognormal(1, 0.3);

    /// <summary>Draws the arrivals, in seconds after the start, ascending; those beyond the horizon don't count.</summary>
    internal Func<Random, IEnumerable<double>> Arrivals { get; init; } = _ => [];

    /// <summary>Draws one; the same seed always gives the same.</summary>
    public Workload Draw(int seed) => Draw(seed, WorkloadFile.RequestsMax);

    /// <summary>As <see cref="Draw(int)"/>.</summary>
    /// <param name="requestsMax">The most requests that it may have.</param>
    /// <exception cref="InvalidDataException">It has more.</exception>
    public Workload Draw(int seed, int requestsMax)
    {
        var random = new Random(seed);
        var horizon = Horizon.TotalSeconds;
        double[] arrivals = [.. Arrivals(random).TakeWhile(at => at < horizon).Take(requestsMax + 1)];
        new WorkloadSource(Name, Name, requestsMax).Check(arrivals.Length);
        var services = new double[arrivals.Length];
        for (var request = 0; request < services.Length; request++)
        {
            services[request] = Service.Draw(random);
        }

        return new() { Name = Name, Arrivals = arrivals, Services = services, Horizon = Horizon };
    }
}
