using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AWSense.Benchmarks;

/// <summary>What a picture's way takes when nothing else is to do, without decode and inference.</summary>
internal sealed class IdleLatency
{
    private readonly List<double> overheads = [];
    private readonly Dictionary<string, List<double>> stages = new(StringComparer.Ordinal);

    /// <summary>Milliseconds, end to end.</summary>
    public double Median => Statistics.Median(overheads);

    /// <summary>Milliseconds, end to end.</summary>
    public double P95 => Statistics.Percentile(overheads, 95);

    /// <summary>Medians of the stages that the service tells, in words; the rest of the way is the client's and the network's.</summary>
    public string Stages => string.Join(
        ", ", stages.Where(stage => stage.Key is not ("decode" or "infer" or "total")).Select(stage => $"{stage.Key} {Statistics.Median(stage.Value):0.00}"));

    /// <summary>Sends one picture and waits for its answer.</summary>
    public void Measure(BenchmarkClient client, byte[] picture)
    {
        var began = Stopwatch.GetTimestamp();
        var body = client.Classify(picture);
        var total = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        foreach (var (stage, milliseconds) in JsonNode.Parse(body)!["timings_ms"]!.AsObject())
        {
            stages.TryAdd(stage, []);
            stages[stage].Add((double)milliseconds!);
        }

        overheads.Add(total - stages["decode"][^1] - stages["infer"][^1]);
    }
}
