using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AWSense.Benchmarks;

/// <summary>Many different pictures in one archive, against the same pictures sent singly, with interactive requests in the middle.</summary>
internal static class BatchBenchmark
{
    private const int Interactive = 200;
    private const int SingleMax = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(IReadOnlyList<byte[]> pictures, int count)
    {
        var cores = Environment.ProcessorCount;
        var jpegs = pictures.Where(picture => picture is [0xFF, 0xD8, ..]).ToList();
        var archive = Path.GetTempFileName();
        try
        {
            Write(archive, jpegs, count);
            await using var service = await BenchmarkService.StartAsync(
                cores, ("AWSENSE__Limits__BatchBytesMax", "20000000000"), ("AWSENSE__Limits__BatchUnpackedBytesMax", "20000000000"));
            await service.SendForAsync(pictures, clients: 8 * cores, TimeSpan.FromSeconds(12));
            var idle = await LatenciesAsync(service, pictures, TimeSpan.FromMilliseconds(10));
            var memory = service.WebMegabytes;
            var single = await service.SendAsync(number => number < Math.Min(count, SingleMax) ? Variant(jpegs[number % jpegs.Count], number) : null, clients: 8 * cores);

            var began = Stopwatch.GetTimestamp();
            var watching = new CancellationTokenSource();
            var peak = WatchMemoryAsync(service, watching.Token);
            var (batch, uploaded, busy) = await BatchAsync(service, archive, pictures);
            var rate = (count + Interactive) / Stopwatch.GetElapsedTime(began).TotalSeconds; // the workers' time went into both
            await watching.CancelAsync();

            var lines = (await service.Http.GetStringAsync((string)batch["results_url"]!)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var right = CountRight(service, jpegs, lines);
            Console.WriteLine($"{count:N0} pictures in one archive of {new FileInfo(archive).Length >> 20} MiB: uploaded in {uploaded.TotalSeconds:0.0} s, {rate:0.0} pictures/s, {Interactive} interactive ones among them");
            Console.WriteLine($"    the same pictures sent singly by {8 * cores} clients: {single:0.0}/s; ratio {rate / single:0.00} (to reach: 0.90)");
            Console.WriteLine($"    web tier and broker: {memory:0} MB before, {await peak:0} MB at most (under 200)");
            Console.WriteLine($"    results: {lines.Length:N0}, of which {right:N0} have the picture's hash and the label that it gets singly; states {batch["counts"]!.ToJsonString()}");
            Console.WriteLine($"    interactive p50/p95: {Statistics.Percentile(idle, 50):0.0}/{Statistics.Percentile(idle, 95):0.0} ms idle, {Statistics.Percentile(busy, 50):0.0}/{Statistics.Percentile(busy, 95):0.0} ms during the batch; ratio of p95 {Statistics.Percentile(busy, 95) / Statistics.Percentile(idle, 95):0.0} (at most 3)");
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>A picture with a comment that holds a number: other bytes, the same pixels.</summary>
    private static byte[] Variant(byte[] jpeg, int number)
    {
        var comment = new byte[] { 0xFF, 0xFE, 0, 6, 0, 0, 0, 0 };
        BinaryPrimitives.WriteInt32BigEndian(comment.AsSpan(4), number);
        return [.. jpeg.AsSpan(0, 2), .. comment, .. jpeg.AsSpan(2)];
    }

    private static void Write(string path, List<byte[]> jpegs, int count)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        for (var number = 0; number < count; number++)
        {
            using var entry = archive.CreateEntry($"{number:00000}.jpg", CompressionLevel.NoCompression).Open();
            entry.Write(Variant(jpegs[number % jpegs.Count], number));
        }
    }

    private static async Task<(JsonNode Batch, TimeSpan Uploaded, List<double> Busy)> BatchAsync(
        BenchmarkService service, string archive, IReadOnlyList<byte[]> pictures)
    {
        var began = Stopwatch.GetTimestamp();
        var busy = LatenciesAsync(service, pictures, TimeSpan.FromMilliseconds(60), delay: TimeSpan.FromSeconds(1));
        using var content = new StreamContent(File.OpenRead(archive));
        content.Headers.ContentType = new("application/zip");
        using var response = await service.Http.PostAsync("/v1/batches", content);
        response.EnsureSuccessStatusCode();
        var uploaded = Stopwatch.GetElapsedTime(began);
        var batch = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        while ((string?)batch["status"] != "finished" && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(500);
            batch = (await service.Http.GetFromJsonAsync<JsonNode>((string)batch["status_url"]!))!;
        }

        return (batch, uploaded, await busy);
    }

    /// <returns>Milliseconds of each answer.</returns>
    private static async Task<List<double>> LatenciesAsync(BenchmarkService service, IReadOnlyList<byte[]> pictures, TimeSpan pause, TimeSpan delay = default)
    {
        await Task.Delay(delay);
        using var client = service.Connect();
        var latencies = new List<double>();
        for (var request = 0; request < Interactive; request++)
        {
            var began = Stopwatch.GetTimestamp();
            client.Classify(pictures[request % pictures.Count]);
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(pause);
        }

        return latencies;
    }

    private static async Task<double> WatchMemoryAsync(BenchmarkService service, CancellationToken ended)
    {
        var peak = 0.0;
        while (!ended.IsCancellationRequested)
        {
            peak = Math.Max(peak, service.WebMegabytes);
            await Task.Delay(100, CancellationToken.None);
        }

        return peak;
    }

    private static int CountRight(BenchmarkService service, List<byte[]> jpegs, IReadOnlyList<string> lines)
    {
        using var client = service.Connect();
        var labels = jpegs.ConvertAll(jpeg => (string)JsonNode.Parse(client.Classify(jpeg))!["labels"]![0]!["label"]!);
        return lines.Select(line => JsonNode.Parse(line)!).Count(line =>
        {
            var number = (int)line["entry"]! - 1;
            var picture = Variant(jpegs[number % jpegs.Count], number);
            return (string?)line["labels"]?[0]?["label"] == labels[number % jpegs.Count]
                && (string?)line["image"]?["sha256"] == Convert.ToHexStringLower(SHA256.HashData(picture));
        });
    }
}
