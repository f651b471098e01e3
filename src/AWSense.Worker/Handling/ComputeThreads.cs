using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>The threads that decode and infer: one for each request that a worker can have in hand, so that none waits for another.</summary>
/// <remarks>
/// The thread pool takes stages that keep it busy for a reason to try more threads, and spreads the pictures over two dozen of them, each
/// with a stack and caches of memory that are cold by its next turn.
/// </remarks>
internal sealed class ComputeThreads : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<Task> waiting = new();
    private bool ended;

    public ComputeThreads(IOptions<WorkerOptions> options)
    {
        var most = options.Value.Slots + options.Value.Prefetch + 1; // the last is InteractivePlace's
        for (var number = 1; number <= most; number++)
        {
            new Thread(Run) { IsBackground = true, Name = $"compute {number}" }.Start();
        }
    }

    /// <summary>Does some work on one of the threads.</summary>
    /// <returns>Ends with what the work returns or throws.</returns>
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

    /// <summary>Lets the threads end. It doesn't wait for them, since one may hang in a picture.</summary>
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
