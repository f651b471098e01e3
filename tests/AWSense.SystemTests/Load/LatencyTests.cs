using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Load;

/// <summary>The times that the generator tells are those that clients would have waited.</summary>
[Collection(Alone.Name)]
public sealed partial class LatencyTests
{
    private const int Rate = 100;
    private const int UploadBytes = 20_000;
    private const int Attempts = 3; // a machine that others use as well delays now this one, now that one
    private static readonly TimeSpan StallAt = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StallEnd = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(1000)]
    [InlineData(1)] // a client that can't send while it waits: what it would leave out must be there all the same
    public async Task A_stall_shows_in_the_percentiles_as_theory_has_it(int connections)
    {
        await using var server = await SleepingServer.StartAsync(since => since >= StallAt && since < StallEnd ? Task.Delay(StallEnd - since) : Task.CompletedTask);

        var (_, result) = await LoadProgram.RunAsync($"--url {server.Address} --rate {Rate} -d 6s --connections {connections} --keep-alive true --no-fleet");

        var expected = TheoreticalP99((int)result["sent"]!, connections, (double)result["service_time"]!["p50_ms"]! / 1000);
        var measured = (double)result["latency"]!["p99_ms"]! / 1000;
        Assert.True(Math.Abs(measured - expected) <= 0.05 * expected, $"p99 is {measured:0.000} s, in theory {expected:0.000} s; {result["lag"]}");
        if (connections == 1)
        {
            Assert.True((double)result["service_time"]!["p99_ms"]! < 200, "one request alone has met the stall");
            Assert.True((bool)result["lag"]!["behind"]!);
            Assert.InRange((double)result["lag"]!["max_ms"]!, 900, 1200);
        }
    }

    [Fact]
    public async Task Closed_loads_tell_the_times_that_wrk_tells()
    {
        Assert.SkipWhen((await Shell.RunAsync("command -v wrk")).ExitCode != 0, "wrk isn't here (apt-get install wrk).");
        await using var server = await SleepingServer.StartAsync(_ => Task.Delay(20));
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "picture.jpg"), new byte[UploadBytes]);
            await File.WriteAllTextAsync(Path.Combine(folder, "upload.lua"), $"wrk.method = 'POST'\nwrk.body = string.rep('x', {UploadBytes})\n");
            await MeasureAsync(server.Address, folder, clients: 16); // warms the server
            foreach (var clients in new[] { 1, 16, 64 })
            {
                var told = new List<string>();
                for (var attempt = 0; attempt < Attempts && !await AgreeAsync(server.Address, folder, clients, told); attempt++)
                {
                }

                Assert.True(told.Count < Attempts, string.Join('\n', told));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Requests at equal distances, the server's work a constant but for the stall, and at most so many at once: Lindley's recursion.</summary>
    private static double TheoreticalP99(int requests, int servers, double service)
    {
        var free = new PriorityQueue<double, double>(Enumerable.Repeat((0.0, 0.0), servers));
        var latencies = new List<double>();
        for (var request = 0; request < requests; request++)
        {
            var at = (double)request / Rate;
            var begin = Math.Max(at, free.Dequeue());
            var end = (begin >= StallAt.TotalSeconds && begin < StallEnd.TotalSeconds ? StallEnd.TotalSeconds : begin) + service;
            free.Enqueue(end, end);
            latencies.Add(end - at);
        }

        latencies.Sort();
        return latencies[(int)Math.Ceiling(0.99 * requests) - 1];
    }

    private static async Task<bool> AgreeAsync(Uri address, string folder, int clients, List<string> told)
    {
        var (wrk, ours) = await MeasureAsync(address, folder, clients);
        told.Add(string.Create(CultureInfo.InvariantCulture, $"{clients} clients: wrk {wrk.MedianMs} ms, {wrk.Throughput}/s; awsense load {ours.MedianMs} ms, {ours.Throughput}/s"));
        var agree = Math.Abs(ours.MedianMs / wrk.MedianMs - 1) <= 0.05 && Math.Abs(ours.Throughput / wrk.Throughput - 1) <= 0.05;
        TestContext.Current.TestOutputHelper?.WriteLine(told[^1]);
        if (agree)
        {
            told.Clear();
        }

        return agree;
    }

    private static async Task<((double MedianMs, double Throughput) Wrk, (double MedianMs, double Throughput) Ours)> MeasureAsync(Uri address, string folder, int clients)
    {
        var (exitCode, output) = await Shell.RunAsync($"wrk -t1 -c{clients} -d3s --latency -s {folder}/upload.lua {address}");
        Assert.True(exitCode == 0, output);
        var median = Median().Match(output);
        var unit = median.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
        var wrk = (Number(median.Groups[1]) * unit, Number(Throughput().Match(output).Groups[1]));
        var (_, result) = await LoadProgram.RunAsync($"--url {address} -c {clients} -d 3s --keep-alive true --no-fleet --images {folder}");
        return (wrk, Of(result));
    }

    private static (double MedianMs, double Throughput) Of(JsonNode result) => ((double)result["latency"]!["p50_ms"]!, (double)result["throughput"]!);

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s+50%\s+([\d.]+)(us|ms|s)", RegexOptions.Multiline)]
    private static partial Regex Median();

    [GeneratedRegex(@"^Requests/sec:\s+([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex Throughput();
}
