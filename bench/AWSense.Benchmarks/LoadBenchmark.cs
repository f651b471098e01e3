using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AWSense.Benchmarks;

/// <summary>What the workload generator can send, and what it costs, against a server that does next to nothing.</summary>
internal static class LoadBenchmark
{
    private const int UploadBytes = 20_000;
    private const int Rate = 200;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static async Task RunAsync()
    {
        using var server = new TrivialServer();
        var folder = Directory.CreateTempSubdirectory("awsense-bench-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "picture.jpg"), new byte[UploadBytes]);
            var (most, _) = await RunAsync(server, folder, "-c 32");
            var (steady, cores) = await RunAsync(server, folder, $"--rate {Rate}");
            Console.WriteLine($"the generator against a trivial server in this process, uploads of {UploadBytes / 1000} KB, {Environment.ProcessorCount} cores");
            Console.WriteLine($"    closed, 32 clients: {(double)most["throughput"]!:N0} requests/s (at least 3,000), {most["failed"]} failed");
            Console.WriteLine(
                $"    open, {Rate}/s: {(double)steady["throughput"]!:0.0} requests/s, {steady["failed"]} failed, {cores:0.0 %} of a core (at most 15 %), "
                + $"latency p50 {(double)steady["latency"]!["p50_ms"]!:0.00} ms, p99 {(double)steady["latency"]!["p99_ms"]!:0.00} ms");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>The generator's result, and the processor time that it took a second once it had settled.</returns>
    private static async Task<(JsonNode Result, double Cores)> RunAsync(TrivialServer server, string folder, string load)
    {
        var arguments = $"load --json --quiet --url {server.Address} --images {folder} --keep-alive true --no-fleet -d {Settling.TotalSeconds + Duration.TotalSeconds + 1}s {load}";
        using var process = Process.Start(new ProcessStartInfo(BenchmarkService.Program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await Task.Delay(Settling);
        var (before, began) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Duration);
        process.Refresh();
        var cores = (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(began);
        var result = JsonNode.Parse(await output)!;
        await process.WaitForExitAsync();
        return (result, cores);
    }
}
