using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Times that are drawn by chance.</summary>
public sealed class DistributionTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData("75s", 75, 0)]
    [InlineData("60s..90s", 75, 8.660)]
    [InlineData("exponential:2s", 2, 2)]
    [InlineData("lognormal:200ms:0.5", 0.2, 0.1)]
    public void A_distribution_has_the_mean_and_deviation_it_names(string text, double mean, double deviation)
    {
        var distribution = Distribution.Parse(text);
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => distribution.Draw(random))];

        var average = values.Average();
        Assert.Equal(mean, average, mean * 0.01);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => (value - average) * (value - average))), (mean * 1e-9) + (deviation * 0.02));
        Assert.All(values, value => Assert.True(value >= 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("75")]
    [InlineData("-1s")]
    [InlineData("90s..60s")]
    [InlineData("exponential:0s")]
    [InlineData("lognormal:1s")]
    [InlineData("lognormal:1s:x")]
    [InlineData("normal:1s:1")]
    [InlineData("1e400s")]
    public void Anything_else_is_told_what_to_write(string text)
    {
        var exception = Assert.Throws<FormatException>(() => Distribution.Parse(text));

        Assert.Contains("lognormal:1s:0.3", exception.Message, StringComparison.Ordinal);
    }
}
