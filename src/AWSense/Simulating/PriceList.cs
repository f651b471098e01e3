using System.Globalization;
using AWSense.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace AWSense.Simulating;

/// <summary>What an hour of an instance costs, by the name of its kind, in any currency.</summary>
/// <param name="Prices">Names and prices, in the file's order.</param>
internal sealed record PriceList(IReadOnlyList<(string Name, double PerHour)> Prices)
{
    public static readonly PriceList None = new([]);

    /// <summary>Reads a file of names and prices an hour, in YAML or JSON: <c>t3.small: 0.0208</c>.</summary>
    /// <exception cref="CommandFailedException">It isn't one; the message says why.</exception>
    public static PriceList Read(string path)
    {
        try
        {
            var entries = new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>?>(File.ReadAllText(path)) ?? [];
            return new([.. entries.Select(entry => (entry.Key, Parse(path, entry.Key, entry.Value)))]);
        }
        catch (YamlException exception)
        {
            throw new CommandFailedException($"{path}, line {exception.Start.Line}: {exception.Message} A line names an instance and its price an hour, as in t3.small: 0.0208");
        }
    }

    /// <summary>What some running time costs, for each price.</summary>
    public IEnumerable<string> Costs(double instanceSeconds) =>
        Prices.Select(price => (instanceSeconds / 3600 * price.PerHour).ToString("N2", CultureInfo.InvariantCulture));

    private static double Parse(string path, string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price >= 0 && double.IsFinite(price)
            ? price
            : throw new CommandFailedException($"{path}: the price of {name} is '{text}'; it should be a number, not below 0.");
}
