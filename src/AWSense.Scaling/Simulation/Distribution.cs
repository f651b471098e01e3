using System.Globalization;

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

    /// <summary>Reads one: <c>75s</c> (always), <c>60s..90s</c> (anything between), <c>exponential:1s</c> or <c>lognormal:1s:0.3</c> (mean and variation).</summary>
    /// <exception cref="FormatException">The text is none of these; the message says what is.</exception>
    public static Distribution Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new FormatException(
            $"'{text}' is no distribution of times. Write 75s, 60s..90s, exponential:1s or lognormal:1s:0.3; units are ms, s, m and h.");
    }

    /// <summary>Draws one.</summary>
    public double Draw(Random random) => draw(random);

    public override string ToString() => words;

    private static Distribution? TryParse(string text) => text.Split(':') switch
    {
        [var single] when SimulatedTime.TryParse(single, out var time) => Constant(time.TotalSeconds),
        [var range] => range.Split("..") is [var least, var most]
            && SimulatedTime.TryParse(least, out var from)
            && SimulatedTime.TryParse(most, out var to)
            && from <= to ? Uniform(from.TotalSeconds, to.TotalSeconds) : null,
        ["exponential", var mean] when SimulatedTime.TryParse(mean, out var time) && time > TimeSpan.Zero => Exponential(time.TotalSeconds),
        ["lognormal", var mean, var variation] when SimulatedTime.TryParse(mean, out var time)
            && time > TimeSpan.Zero
            && double.TryParse(variation, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var known) => Lognormal(time.TotalSeconds, known),
        _ => null,
    };

    /// <summary>A standard normal value, by Box and Muller (1958).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
