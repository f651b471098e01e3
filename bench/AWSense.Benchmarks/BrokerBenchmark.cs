using System.Diagnostics;
using AWSense.Backends.Embedded.Wire;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Benchmarks;

/// <summary>The broker alone: durable enqueues, lease + complete cycles over the socket, and how fast a waiting worker is woken.</summary>
internal static class BrokerBenchmark
{
    private const int Requests = 20_000;
    private const int Wakes = 500;

    public static async Task RunAsync()
    {
        await using var broker = BenchmarkBroker.Start();
        await EnqueueAsync(broker, callers: 16, requests: 2_000); // warms the code
        await DrainAsync(broker, connections: 8, callersEach: 8);
        var sent = await EnqueueAsync(broker, callers: 16, Requests);
        Console.WriteLine($"(e) durable enqueues by 16 callers: {sent:N0}/s (to reach: 5,000)");
        var cycles = await DrainAsync(broker, connections: 64, callersEach: 1);
        Console.WriteLine($"    lease + complete cycles over the socket by 64 callers, a connection each: {cycles:N0}/s (to reach: 4,000)");
        await EnqueueAsync(broker, callers: 16, Requests);
        cycles = await DrainAsync(broker, connections: 2, callersEach: 32);
        Console.WriteLine($"    the same by 64 callers on two connections: {cycles:N0}/s");
        await WakeAsync(broker);
    }

    /// <returns>Requests a second.</returns>
    private static async Task<double> EnqueueAsync(BenchmarkBroker broker, int callers, int requests)
    {
        var left = requests;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await broker.Broker.Requests.SendAsync(BenchmarkBroker.NewRequest(), Lane.Interactive, Durability.PowerLoss, CancellationToken.None);
            }
        })));
        return requests / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <returns>Cycles a second.</returns>
    private static async Task<double> DrainAsync(BenchmarkBroker broker, int connections, int callersEach)
    {
        var opened = Enumerable.Range(0, connections).Select(_ => BrokerConnection.Open(broker.Socket)).ToList();
        var done = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(opened.SelectMany(connection => Enumerable.Range(0, callersEach).Select(_ => Task.Run(async () =>
        {
            var queue = new RemoteQueue(connection);
            while (await queue.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None) is [var lease])
            {
                await queue.CompleteAsync(lease, CancellationToken.None);
                Interlocked.Increment(ref done);
            }
        }))));
        var rate = done / Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var connection in opened)
        {
            await connection.DisposeAsync();
        }

        return rate;
    }

    private static async Task WakeAsync(BenchmarkBroker broker)
    {
        await using var connection = BrokerConnection.Open(broker.Socket);
        var queue = new RemoteQueue(connection);
        var woken = new List<double>();
        for (var wake = 0; wake < Wakes; wake++)
        {
            var receiving = queue.ReceiveAsync(1, QueueLimits.WaitMax, CancellationToken.None);
            await Task.Delay(2);
            var began = Stopwatch.GetTimestamp();
            await broker.Broker.Requests.SendAsync(BenchmarkBroker.NewRequest(), Lane.Interactive, Durability.Process, CancellationToken.None);
            var lease = (await receiving)[0];
            woken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await queue.CompleteAsync(lease, CancellationToken.None);
        }

        woken.Sort();
        Console.WriteLine($"    a waiting worker has the request after: median {woken[Wakes / 2]:0.00} ms, p99 {woken[Wakes * 99 / 100]:0.00} ms (at most 5)");
    }
}
