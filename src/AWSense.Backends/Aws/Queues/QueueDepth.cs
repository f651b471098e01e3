using AWSense.Core.Limits;
using AWSense.Core.Queues;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Queues;

/// <summary>Whether the request queue has room. SQS takes any number, and tells how many there are only when it is asked.</summary>
/// <remarks>
/// While requests are sent, SQS is asked every two seconds, and nobody waits for the answer: the limit may be passed by what is sent meanwhile.
/// Where SQS doesn't answer, its last word stands.
/// </remarks>
internal sealed class QueueDepth(AwsQueues queues, IOptions<LimitOptions> limits, TimeProvider time)
{
    /// <summary>Time between two questions.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private long depth;
    private long askedAt;
    private int asking;

    /// <exception cref="QueueFullException">There was no room when SQS was asked last.</exception>
    public void RefuseWhenFull()
    {
        var isDue = Volatile.Read(ref askedAt) is var last && (last == 0 || time.GetElapsedTime(last) > Pace);
        if (isDue && Interlocked.Exchange(ref asking, 1) == 0)
        {
            _ = AskAsync(); // its failures are its own
        }

        if (Volatile.Read(ref depth) is var known && known >= limits.Value.QueueDepthMax)
        {
            throw new QueueFullException(known);
        }
    }

    private async Task AskAsync()
    {
        try
        {
            Volatile.Write(ref askedAt, time.GetTimestamp());
            var counts = await Task.WhenAll(queues.Interactive.CountAsync(CancellationToken.None), queues.Bulk.CountAsync(CancellationToken.None));
            Volatile.Write(ref depth, counts.Sum(lane => lane.Total));
        }
        catch (BackendUnavailableException)
        {
            // The send that comes next tells it.
        }
        finally
        {
            Volatile.Write(ref asking, 0);
        }
    }
}
