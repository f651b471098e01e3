using AWSense.Core.Requests;

namespace AWSense.Worker.Handling;

/// <summary>Looks from outside whether the stages of one request end: a thread that is stuck in a picture can't tell.</summary>
/// <param name="lane">The request's lane.</param>
/// <param name="tell">Is told of a stage that doesn't end. Its thread can't be stopped, so the process has to end.</param>
internal sealed class HangWatch(Lane lane, TimeProvider time, Action<ProcessingHungException> tell)
{
    // A thread that gives way has a tenth of a core beside one that doesn't, and less beside several.
    private const int BulkPatience = 20;

    /// <summary>What a time for an undisturbed thread is in the request's lane.</summary>
    public TimeSpan InLane(TimeSpan timeout) => lane == Lane.Bulk ? timeout * BulkPatience : timeout;

    /// <summary>Does a stage.</summary>
    /// <param name="stage">As the timings name it: decode or infer.</param>
    /// <param name="timeout">How long it may take.</param>
    public T Watch<T>(string stage, TimeSpan timeout, Func<T> work)
    {
        using var timer = time.CreateTimer(_ => tell(new(stage, timeout)), null, timeout, Timeout.InfiniteTimeSpan);
        return work();
    }
}
