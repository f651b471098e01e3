namespace AWSense.Benchmarks;

/// <summary>This build against another one: both serve at the same time and are loaded in turns, so that the machine's changes of speed meet both.</summary>
/// <remarks>Its turns agree within a few percent, which single runs of either build don't; but two processes of one build were seen to differ by up to five.</remarks>
internal static class CompareBenchmark
{
    private const int Rounds = 10;
    private const int IdleRequests = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <param name="other">The other build's <c>awsense</c>.</param>
    public static async Task RunAsync(string other, IReadOnlyList<byte[]> pictures)
    {
        var cores = Environment.ProcessorCount;
        await using var before = await BenchmarkService.StartAsync(other, cores);
        await using var now = await BenchmarkService.StartAsync(cores);
        BenchmarkService[] both = [before, now];
        foreach (var service in both)
        {
            await service.SendForAsync(pictures, clients: 8 * cores, Warming);
        }

        await IdleAsync(both, pictures);
        var rates = new List<double>[] { [], [] };
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var turn in Turns(round))
            {
                rates[turn].Add(await both[turn].SendForAsync(pictures, clients: 8 * cores, Window));
            }
        }

        Console.WriteLine($"{8 * cores} clients: {Statistics.Median(rates[0]):0.0} pictures/s by the other build, {Statistics.Median(rates[1]):0.0} by this one; ratio {Statistics.Ratio(rates[1], rates[0])}");
    }

    private static async Task IdleAsync(BenchmarkService[] both, IReadOnlyList<byte[]> pictures)
    {
        using var beforeClient = both[0].Connect();
        using var nowClient = both[1].Connect();
        BenchmarkClient[] clients = [beforeClient, nowClient];
        IdleLatency[] latencies = [new(), new()];
        for (var request = 0; request < IdleRequests; request++)
        {
            foreach (var turn in Turns(request))
            {
                latencies[turn].Measure(clients[turn], pictures[request % pictures.Count]);
                await Task.Delay(Pause);
            }
        }

        Console.WriteLine($"idle latency without decode and inference: median {latencies[0].Median:0.00} ms by the other build, {latencies[1].Median:0.00} by this one; p95 {latencies[0].P95:0.00} and {latencies[1].P95:0.00}");
        Console.WriteLine($"    the other build: {latencies[0].Stages} ms");
        Console.WriteLine($"    this one:        {latencies[1].Stages} ms");
    }

    // Who comes second meets warmer or colder caches, so they change places.
    private static int[] Turns(int round) => round % 2 == 0 ? [0, 1] : [1, 0];
}
