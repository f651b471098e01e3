using AWSense.Load.Comparing;

namespace AWSense.Tests.Load.Comparing;

/// <summary>Intervals of mean differences.</summary>
public sealed class PairedBootstrapTests
{
    [Fact]
    public void The_interval_is_about_that_of_theory_for_a_normal_sample()
    {
        var random = new Random(3);
        double[] differences = [.. Enumerable.Range(0, 400).Select(_ => 5 + (2 * Normal(random)))];

        var (low, high) = PairedBootstrap.Interval(differences)!.Value;

        Assert.Equal(2 * 1.96 * 2 / Math.Sqrt(400), high - low, tolerance: 0.04);
        Assert.Equal(differences.Average(), (low + high) / 2, tolerance: 0.03);
    }

    [Fact]
    public void It_holds_the_truth_in_about_95_of_100_samples()
    {
        var random = new Random(4);
        var held = Enumerable.Range(0, 300).Count(_ =>
        {
            var (low, high) = PairedBootstrap.Interval([.. Enumerable.Range(0, 40).Select(_ => -Math.Log(1 - random.NextDouble()))])!.Value;
            return low <= 1 && high >= 1;
        });

        Assert.InRange(held / 300.0, 0.90, 0.98);
    }

    [Fact]
    public void The_same_differences_give_the_same_interval_and_too_few_none()
    {
        double[] differences = [1, 2, 3, 4, 5, 6, 7, 8];

        Assert.Equal(PairedBootstrap.Interval(differences), PairedBootstrap.Interval(differences));
        Assert.Null(PairedBootstrap.Interval(differences[1..]));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
