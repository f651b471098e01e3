namespace AWSense.Worker.Handling;

/// <summary>Looks from outside whether the stages of one request end: a thread that is stuck in a picture can't tell.</summary>
internal sealed class HangWatch(TimeProvider time)
{
    private readonly TaskCompletionSource hung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for the request's handling, or for a stage of it that doesn't end.</summary>
    /// <exception cref="ProcessingHungException">A stage did not end; its thread can't be stopped, so the process has to end.</exception>
    public async Task WaitAsync(Task handling) => await await Task.WhenAny(handling, hung.Task);

    /// <summary>Does a stage.</summary>
    /// <param name="stage">As the timings name it: decode or infer.</param>
    /// <param name="timeout">How long it may take.</param>
    public T Watch<T>(string stage, TimeSpan timeout, Func<T> work)
    {
        using var timer = time.CreateTimer(_ => hung.TrySetException(new ProcessingHungException(stage, timeout)), null, timeout, Timeout.InfiniteTimeSpan);
        return work();
    }
}
