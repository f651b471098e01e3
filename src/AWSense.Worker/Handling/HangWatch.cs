using AWSense.Core.Requests;

namespace AWSense.Worker.Handling;

/// <summary>Looks from outside whether the stages of one request end: a thread that is stuck in a picture can't tell.</summary>
/// <param name="lane">The request's lane.</param>
internal sealed class HangWatch(Lane lane, TimeProvider time)
{
    // A thread that gives way has a tenth of a core beside one that doesn't, and less beside several.
    private const int BulkPatience = 20;

    private readonly TaskCompletionSource hung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for the request's handling, or for a stage of it that doesn't end.</summary>
    /// <exception cref="ProcessingHungException">A stage did not end; its thread can't be stopped, so the process has to end.</exception>
    public async Task WaitAsync(Task handling) => await await Task.WhenAny(handling, hung.Task);

    /// <summary>What a time for an undisturbed thread is in the request's lane.</summary>
    public TimeSpan InLane(TimeSpan timeout) => lane == Lane.Bulk ? timeout * BulkPatience : timeout;

    /// <summary>Does a stage.</summary>
    /// <param name="stage">As the timings name it: decode or infer.</param>
    /// <param name="timeout">How long it may take.</param>
    public T Watch<T>(string stage, TimeSpan timeout, Func<T> work)
    {
        using var timer = time.CreateTimer(_ => hung.TrySetException(new ProcessingHungException(stage, timeout)), null, timeout, Timeout.InfiniteTimeSpan);
        return work();
    }
}
