using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Worker.Handling;

/// <summary>A semaphore whose places interactive requests get before bulk ones, which get every tenth at least. Thread-safe.</summary>
/// <param name="count">Its places.</param>
internal sealed class LaneSemaphore(int count)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource>[] waiting = [new(), new()];
    private readonly LaneTurn turn = new();
    private int free = count;

    /// <summary>Waits for a place.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before there was one; none is taken.</exception>
    public async Task WaitAsync(Lane lane, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return;
            }

            waiting[(int)lane].Enqueue(entered);
        }

        await using var cancelling = cancellationToken.Register(() => entered.TrySetCanceled(cancellationToken));
        await entered.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        lock (gate)
        {
            while (waiting.Any(queue => queue.Count > 0))
            {
                var next = waiting[(int)turn.Next(waiting[(int)Lane.Interactive].Count > 0, waiting[(int)Lane.Bulk].Count > 0)];
                if (next.Dequeue().TrySetResult())
                {
                    return;
                }
            }

            free++;
        }
    }
}
