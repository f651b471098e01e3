namespace AWSense.Scaling.Simulation;

/// <summary>Times that are drawn by chance, in seconds; never below 0.</summary>
public sealed class Distribution
{
    private readonly Func<Random, double> draw;
    private readonly string words;

    private Distribution(string words, Func<Random, double> draw)
    {
        this.words = words;
        this.draw = draw;
    }

    /// <summary>Always the same.</summary>
    public static Distribution Constant(double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return new($"{seconds:0.###} s", _ => seconds);
    }

    /// <summary>Anything between two bounds.</summary>
    public static Distribution Uniform(double least, double most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return new($"{least:0.###} to {most:0.###} s", random => least + ((most - least) * random.NextDouble()));
    }

    /// <summary>Exponential, as of a process without memory.</summary>
    public static Distribution Exponential(double mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        return new($"exponential, mean {mean:0.###} s", random => -mean * Math.Log(1 - random.NextDouble()));
    }

    /// <summary>Lognormal, as service times are.</summary>
    /// <param name="mean">The mean, above 0.</param>
    /// <param name="variation">Standard deviation over mean, from 0.</param>
    public static Distribution Lognormal(double mean, double variation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mean);
        ArgumentOutOfRangeException.ThrowIfNegative(variation);
        var variance = Math.Log(1 + (variation * variation));
        var location = Math.Log(mean) - (variance / 2);
        return new($"lognormal, mean {mean:0.###} s, cv {variation:0.##}", random => Math.Exp(location + (Math.Sqrt(variance) * Normal(random))));
    }

    /// <summary>Draws one.</summary>
    public double Draw(Random random) => draw(random);

    public override string ToString() => words;

    /// <summary>A standard normal value, by Box and Muller (1958).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
