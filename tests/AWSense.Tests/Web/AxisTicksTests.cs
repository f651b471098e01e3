using AWSense.Web.Charts;

namespace AWSense.Tests.Web;

/// <summary>Marks of an axis: round, few, and enough.</summary>
public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(19, 4, 20, "0 5 10 15 20")]
    [InlineData(20, 4, 20, "0 5 10 15 20")]
    [InlineData(0.03, 3, 0.03, "0 0.01 0.02 0.03")]
    [InlineData(0, 2, 1, "0 0.5 1")]
    [InlineData(45000, 3, 60000, "0 20k 40k 60k")]
    [InlineData(2500000, 2, 4000000, "0 2M 4M")]
    public void Numbers_are_round_and_reach_the_largest(double max, int count, double end, string labels)
    {
        var ticks = AxisTicks.Numbers(max, count);

        Assert.Equal(end, ticks.Max, end * 1e-9);
        Assert.Equal(labels, string.Join(' ', ticks.Marks.Select(mark => mark.Label)));
    }

    [Theory]
    [InlineData(40, 4, "0:00:00 0:00:10 0:00:20 0:00:30 0:00:40")]
    [InlineData(7200, 4, "0:00 0:30 1:00 1:30 2:00")]
    [InlineData(7000, 4, "0:00 0:30 1:00 1:30")]
    [InlineData(259200, 3, "0:00 24:00 48:00 72:00")]
    public void Times_are_those_of_a_clock(double seconds, int count, string labels)
    {
        var ticks = AxisTicks.Times(seconds, count);

        Assert.Equal(seconds, ticks.Max);
        Assert.Equal(labels, string.Join(' ', ticks.Marks.Select(mark => mark.Label)));
    }
}
