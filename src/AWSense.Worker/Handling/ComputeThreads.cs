using AWSense.Core.Requests;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>The threads on which requests are handled: by lane, one for each picture that may be decoded or classified at once, and one to spare.</summary>
/// <remarks>
/// A request stays on its lane's threads from its lease to its end, and mostly on one of them: what awaits there goes on there. The thread pool takes
/// stages that keep it busy for a reason to try more threads, and spreads the pictures over two dozen of them, each with a stack and caches of memory
/// that are cold by its next turn. Threads of the bulk lane give way to all others of the machine and keep a tenth of the processor beside them:
/// an interactive picture is handled nearly as fast as on an idle machine.
/// </remarks>
internal sealed class ComputeThreads : IDisposable
{
    // Computes nothing: fetches, and gives back what isn't begun when the worker is to end.
    private const int Spare = 1;

    private readonly LaneThreads[] lanes = new LaneThreads[2];

    public ComputeThreads(IOptions<WorkerOptions> options)
    {
        var count = options.Value.PicturesMax + Spare;
        lanes[(int)Lane.Interactive] = new("interactive", count, () => { });
        lanes[(int)Lane.Bulk] = new("bulk", count, ThreadNiceness.GiveWay);
    }

    /// <summary>Handles something on the lane's threads: there it begins, and there it goes on after all it awaits.</summary>
    public Task HandleAsync(Lane lane, Func<Task> handle) =>
        Task.Factory.StartNew(handle, CancellationToken.None, TaskCreationOptions.DenyChildAttach, lanes[(int)lane]).Unwrap();

    /// <summary>Lets the threads end. It doesn't wait for them, since one may hang in a picture.</summary>
    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Dispose();
        }
    }

    private sealed class LaneThreads : TaskScheduler, IDisposable
    {
        private readonly object gate = new();
        private readonly Queue<Task> waiting = new();
        private readonly Action begin;
        private bool ended;

        public LaneThreads(string name, int count, Action begin)
        {
            this.begin = begin;
            MaximumConcurrencyLevel = count;
            for (var number = 1; number <= count; number++)
            {
                new Thread(Run) { IsBackground = true, Name = $"{name} {number}" }.Start();
            }
        }

        public override int MaximumConcurrencyLevel { get; }

        public void Dispose()
        {
            lock (gate)
            {
                ended = true;
                Monitor.PulseAll(gate);
            }
        }

        protected override void QueueTask(Task task)
        {
            lock (gate)
            {
                waiting.Enqueue(task);
                Monitor.Pulse(gate);
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

        // For debuggers.
        protected override IEnumerable<Task> GetScheduledTasks()
        {
            lock (gate)
            {
                return [.. waiting];
            }
        }

        private void Run()
        {
            begin();
            while (Take() is { } task)
            {
                TryExecuteTask(task);
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

                return waiting.TryDequeue(out var task) ? task : null;
            }
        }
    }
}
