using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Scaling.Simulation.Suite;

/// <summary>Reads a suite from a folder: <c>index.json</c>, and a file <c>WORKLOAD-SEED.csv.gz</c> for each of its entries.</summary>
public static class SuiteFolder
{
    /// <summary>The cases of the index, in its order. The requests are read when they are needed.</summary>
    /// <exception cref="InvalidDataException">The index isn't one.</exception>
    /// <exception cref="IOException">There is no index, or it can't be read.</exception>
    public static IReadOnlyList<SuiteCase> Read(string folder)
    {
        var path = Path.Combine(folder, "index.json");
        return [.. Parse<SuiteEntry>(path).Select(entry => new SuiteCase(
            entry.Workload,
            entry.Seed,
            TimeSpan.FromSeconds(entry.LatencyLimit),
            entry.Bound,
            () => Load(folder, entry)))];
    }

    /// <summary>What other simulators measured: <c>baselines.json</c>; empty when there is none.</summary>
    /// <exception cref="InvalidDataException">The file isn't one.</exception>
    public static IReadOnlyList<SuiteRow> ReadBaselines(string folder)
    {
        var path = Path.Combine(folder, "baselines.json");
        return File.Exists(path) ? Parse<SuiteRow>(path) : [];
    }

    private static Workload Load(string folder, SuiteEntry entry)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{entry.Workload}-{entry.Seed}.csv.gz");
        var workload = WorkloadFile.Read(Path.Combine(folder, name), Distribution.Constant(entry.MeanService), entry.Seed);
        return workload with { Name = entry.Workload, Horizon = TimeSpan.FromSeconds(entry.Horizon) };
    }

    private static List<T> Parse<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<List<T>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private sealed record SuiteEntry
    {
        [JsonPropertyName("workload")]
        public required string Workload { get; init; }

        [JsonPropertyName("seed")]
        public required int Seed { get; init; }

        [JsonPropertyName("horizon_s")]
        public required double Horizon { get; init; }

        [JsonPropertyName("mean_service_s")]
        public required double MeanService { get; init; }

        [JsonPropertyName("p95_limit_s")]
        public required double LatencyLimit { get; init; }

        [JsonPropertyName("bound_instance_s")]
        public double? Bound { get; init; }
    }
}
