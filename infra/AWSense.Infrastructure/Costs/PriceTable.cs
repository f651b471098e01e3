using System.Globalization;
using YamlDotNet.Serialization;

namespace AWSense.Infrastructure.Costs;

/// <summary>Prices by name, from the files in <c>infra/prices</c>.</summary>
internal sealed class PriceTable
{
    private readonly IReadOnlyDictionary<string, decimal> prices;

    private PriceTable(IReadOnlyDictionary<string, decimal> prices) => this.prices = prices;

    /// <summary>The price of something.</summary>
    /// <exception cref="KeyNotFoundException">No file names it.</exception>
    public decimal this[string name] => prices.TryGetValue(name, out var price)
        ? price
        : throw new KeyNotFoundException($"infra/prices has no price of {name}. Add a line such as {name}: 0.05");

    /// <summary>Reads the files that come with the program.</summary>
    public static PriceTable Read() => new(Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "prices"), "*.yaml")
        .SelectMany(file => new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(File.ReadAllText(file)))
        .ToDictionary(price => price.Key, price => decimal.Parse(price.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal));
}
