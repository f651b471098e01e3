using AWSense.Hosting;
using AWSense.Simulating;

namespace AWSense.Tests.Simulating;

/// <summary>Prices from a file.</summary>
public sealed class PriceListTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("t3.small: 0.0208\nspot: 0.006\n")]
    [InlineData("""{"t3.small": 0.0208, "spot": 0.006}""")]
    public void Yaml_and_json_read_the_same(string text)
    {
        var prices = Read(text);

        Assert.Equal([("t3.small", 0.0208), ("spot", 0.006)], prices.Prices);
        Assert.Equal(["0.04", "0.01"], prices.Costs(7200));
    }

    [Theory]
    [InlineData("t3.small: cheap", "t3.small")]
    [InlineData("t3.small: -1", "t3.small")]
    [InlineData("t3.small: [1", "line 1")]
    [InlineData("- 1", "line 1")]
    public void What_isnt_a_price_is_told(string text, string place) =>
        Assert.Contains(place, Assert.Throws<CommandFailedException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_price_costs_nothing_to_tell() => Assert.Empty(Read("").Costs(3600));

    private PriceList Read(string text)
    {
        File.WriteAllText(path, text);
        return PriceList.Read(path);
    }
}
