namespace AWSense.Scaling.Simulation.Workloads;

/// <summary>When requests come, in seconds after the start, without end.</summary>
internal static class ArrivalProcess
{
    /// <summary>Requests by chance, at a rate that changes.</summary>
    /// <param name="rate">Requests a second at a time; never above <paramref name="rateMax"/>.</param>
    /// <remarks>By thinning (Lewis and Shedler, 1979): candidates come at the largest rate, and each is kept with the share that the rate has of it.</remarks>
    public static IEnumerable<double> Poisson(Random random, double rateMax, Func<double, double> rate)
    {
        var at = 0.0;
        while (true)
        {
            at -= Math.Log(1 - random.NextDouble()) / rateMax;
            if (random.NextDouble() * rateMax < rate(at))
            {
                yield return at;
            }
        }
    }

    /// <summary>Requests by chance, at one rate.</summary>
    public static IEnumerable<double> Poisson(Random random, double rate)
    {
        var at = 0.0;
        while (true)
        {
            at -= Math.Log(1 - random.NextDouble()) / rate;
            yield return at;
        }
    }

    /// <summary>Requests at equal distances, the first after one of them.</summary>
    public static IEnumerable<double> Even(double rate)
    {
        for (var number = 1L; ; number++)
        {
            yield return number / rate;
        }
    }

    /// <summary>Requests by chance in stretches of 3 to 7 minutes, and none for 8 to 12 minutes between them; none in the first 5 minutes.</summary>
    public static IEnumerable<double> OnOff(Random random, double rate)
    {
        var at = 300.0;
        while (true)
        {
            var end = at + 180 + (240 * random.NextDouble());
            for (at -= Math.Log(1 - random.NextDouble()) / rate; at < end; at -= Math.Log(1 - random.NextDouble()) / rate)
            {
                yield return at;
            }

            at = end + 480 + (240 * random.NextDouble());
        }
    }
}
