using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Tests.Deciding;

public sealed class ErlangCTests
{
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 0.5, 0.5)] // with one server, that it is busy
    [InlineData(1, 0.8, 0.8)]
    [InlineData(2, 1, 1.0 / 3)] // with two: a² / (2 + a)
    [InlineData(2, 1.5, 2.25 / 3.5)]
    [InlineData(3, 2, 4.0 / 9)] // a³/3! · 3/(3-a), over 1 + a + a²/2 and that
    [InlineData(2, 2, 1)]
    [InlineData(2, 3, 1)]
    public void The_probability_to_wait_is_as_Erlang_computed(int servers, double load, double expected) =>
        Assert.Equal(expected, ErlangC.WaitProbability(servers, load), 1e-12);

    [Theory]
    [InlineData(1, 0.5, 1)] // a / (1 - a)
    [InlineData(1, 0.8, 4)]
    [InlineData(2, 1, 1.0 / 3)]
    [InlineData(2, 1.5, 2.25 / 1.75)]
    [InlineData(2, 2, double.PositiveInfinity)]
    [InlineData(2, 3, double.PositiveInfinity)]
    public void The_mean_wait_is_as_Erlang_computed(int servers, double load, double expected) =>
        Assert.Equal(expected, ErlangC.MeanWait(servers, load), 1e-12);

    [Theory]
    [InlineData(1, 0.5, 0, 0.5)]
    [InlineData(1, 0.5, -3, 0.5)]
    [InlineData(1, 0.5, 2, 0.18393972058572117)] // e⁻¹ / 2
    [InlineData(2, 1.5, 4, 0.08700125350925103)]
    [InlineData(2, 2, 5, 1)]
    [InlineData(2, 3, 5, 1)]
    public void Long_waits_are_exponentially_seldom(int servers, double load, double time, double expected) =>
        Assert.Equal(expected, ErlangC.WaitBeyond(servers, load, time), 1e-9);

    [Fact]
    public void There_is_a_server_and_no_negative_load()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ErlangC.WaitProbability(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErlangC.WaitProbability(1, -0.5));
    }
}
