using AWSense.Core.Requests;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>The threads that decode and infer: one for each request of a lane that a worker can have in hand, so that none waits for another.</summary>
/// <remarks>
/// The thread pool takes stages that keep it busy for a reason to try more threads, and spreads the pictures over two dozen of them, each
/// with a stack and caches of memory that are cold by its next turn. Threads of the bulk lane give way to all others of the machine and keep a
/// tenth of the processor beside them: an interactive picture is decoded nearly as fast as on an idle machine.
/// </remarks>
internal sealed class ComputeThreads : IDisposable
{
    private readonly LaneThreads[] lanes = new LaneThreads[2];

    public ComputeThreads(IOptions<WorkerOptions> options)
    {
        var inHand = options.Value.Slots + options.Value.Prefetch;
        lanes[(int)Lane.Interactive] = new("compute", inHand + 1, () => { }); // the last is InteractivePlace's
        lanes[(int)Lane.Bulk] = new("compute bulk", inHand, ThreadNiceness.GiveWay);
    }

    /// <summary>Does some work on one of the lane's threads.</summary>
    /// <returns>Ends with what the work returns or throws.</returns>
    public Task<T> RunAsync<T>(Lane lane, Func<T> work) => lanes[(int)lane].RunAsync(work);

    /// <summary>Lets the threads end. It doesn't wait for them, since one may hang in a picture.</summary>
    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Dispose();
        }
    }

    private sealed class LaneThreads : IDisposable
    {
        private readonly object gate = new();
        private readonly Queue<Task> waiting = new();
        private readonly Action begin;
        private bool ended;

        public LaneThreads(string name, int count, Action begin)
        {
            this.begin = begin;
            for (var number = 1; number <= count; number++)
            {
                new Thread(Run) { IsBackground = true, Name = $"{name} {number}" }.Start();
            }
        }

        public Task<T> RunAsync<T>(Func<T> work)
        {
            var task = new Task<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
            {
                waiting.Enqueue(task);
                Monitor.Pulse(gate);
            }

            return task;
        }

        public void Dispose()
        {
            lock (gate)
            {
                ended = true;
                Monitor.PulseAll(gate);
            }
        }

        private void Run()
        {
            begin();
            while (Take() is { } work)
            {
                work.RunSynchronously(TaskScheduler.Default);
            }
        }

        private Task? Take()
        {
            lock (gate)
            {
                while (waiting.Count == 0 && !ended)
                {
                    Monitor.Wait(gate);
                }

                return waiting.TryDequeue(out var work) ? work : null;
            }
        }
    }
}
