using System.Diagnostics;
using AWSense.Core.Fleet;

namespace AWSense.Benchmarks;

/// <summary>How long a worker takes from the start of its process until it is ready, and what it weighs then.</summary>
internal static class WorkerStartBenchmark
{
    private const int Starts = 5;

    public static async Task RunAsync()
    {
        await using var broker = BenchmarkBroker.Start();
        var seconds = new List<double>();
        var megabytes = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            var began = Stopwatch.GetTimestamp();
            using var worker = Process.Start(
                BenchmarkService.Program, ["work", "--socket", broker.Socket, "--data", broker.DataPath, "--worker-id", $"start-{start}"]);
            while (!(await broker.Broker.Presence.ReadAsync(CancellationToken.None)).Any(status => status.WorkerId == $"start-{start}" && status.State == WorkerState.Idle))
            {
                await Task.Delay(2);
            }

            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            worker.Refresh();
            megabytes.Add(worker.WorkingSet64 / 1048576.0);
            using var kill = Process.Start("kill", ["-TERM", $"{worker.Id}"]);
            await worker.WaitForExitAsync();
        }

        Console.WriteLine($"(d) worker from start to ready: median {seconds.Order().ElementAt(Starts / 2):0.00} s (at most 1.5); memory then: {megabytes.Order().ElementAt(Starts / 2):0} MB");
    }
}
