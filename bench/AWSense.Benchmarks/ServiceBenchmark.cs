using AWSense.Demo;

namespace AWSense.Benchmarks;

/// <summary>The service end to end over HTTP, client included, against the raw limit and a bare server of the same pictures on the same cores in the same run.</summary>
internal static class ServiceBenchmark
{
    // The machine's speed may change within a minute, so raw limit, bare server and service take short turns.
    private const int Rounds = 7;
    private const int IdleRequests = 300;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(IReadOnlyList<byte[]> pictures)
    {
        var cores = Environment.ProcessorCount;
        await using var service = await BenchmarkService.StartAsync(cores);
        await using var bare = await BenchmarkService.StartBareAsync();
        await bare.SendForAsync(pictures, clients: 8 * cores, 2 * Window);
        await service.SendForAsync(pictures, clients: 8 * cores, 4 * Window); // warms code and connections: the just-in-time compiler works on for ten seconds
        RawLimit.Measure(pictures, cores, Window);

        var raw = new List<double>();
        var bareServed = new List<double>();
        var served = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            raw.Add(RawLimit.Measure(pictures, cores, Window));
            bareServed.Add(await bare.SendForAsync(pictures, clients: 8 * cores, Window));
            served.Add(await service.SendForAsync(pictures, clients: 8 * cores, Window));
        }

        Console.WriteLine($"(a) raw limit, {cores} threads in one process: {Statistics.Median(raw):0.0} pictures/s");
        Console.WriteLine($"    a web server with the model in its own process and nothing else, {8 * cores} clients: {Statistics.Median(bareServed):0.0} pictures/s; of (a) {Statistics.Ratio(bareServed, raw)}");
        Console.WriteLine($"(b) service end to end, {8 * cores} clients: {Statistics.Median(served):0.0} pictures/s; (b)/(a) = {Statistics.Ratio(served, raw)}, to reach: 0.80; of the bare server {Statistics.Ratio(served, bareServed)}");
        MeasureIdleLatency(service, pictures);
        await BurstAsync(service);
        Console.WriteLine($"(d) memory a worker, after all this: {string.Join(", ", service.WorkerMegabytes().Select(megabytes => $"{megabytes:0} MB"))} (at most 160)");
        await WorkerStartBenchmark.RunAsync();
    }

    private static void MeasureIdleLatency(BenchmarkService service, IReadOnlyList<byte[]> pictures)
    {
        using var client = service.Connect();
        var latency = new IdleLatency();
        for (var request = 0; request < IdleRequests; request++)
        {
            latency.Measure(client, pictures[request % pictures.Count]);
        }

        Console.WriteLine($"(c) idle latency, end to end minus decode minus inference: median {latency.Median:0.00} ms, p95 {latency.P95:0.00} ms (median at most 2)");
        Console.WriteLine($"    of that, by stage: {latency.Stages} ms; the rest is the client's and the network's");
    }

    private static async Task BurstAsync(BenchmarkService service)
    {
        var totals = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var run = await DemoRun.SendAsync(service.Address, SamplePictures.Load(), 100, CancellationToken.None);
            totals.Add(run.Failures == 0 ? run.Total.TotalSeconds : double.PositiveInfinity);
        }

        Console.WriteLine($"    100 pictures at once, each on a new connection: {Statistics.Median(totals):0.00} s (at most 1.5; the course's reference: 80)");
    }
}
