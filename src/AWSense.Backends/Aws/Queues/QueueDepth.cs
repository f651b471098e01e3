using AWSense.Core.Limits;
using AWSense.Core.Queues;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Queues;

/// <summary>How many requests there are, and whether there is room for more. SQS takes any number, and tells how many there are only when it is asked.</summary>
/// <remarks>
/// While requests are sent, SQS is asked every two seconds unless somebody else has, and no send waits for the answer: the limit may be passed by what is sent meanwhile.
/// Where SQS doesn't answer, its last word stands.
/// </remarks>
internal sealed class QueueDepth(AwsQueues queues, IOptions<LimitOptions> limits, TimeProvider time)
{
    /// <summary>Time between two questions.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private long depth;
    private long askedAt; // 0 before the first time
    private int asking;

    /// <summary>Asks for the counts of both lanes.</summary>
    public async Task<(LaneBacklog Interactive, LaneBacklog Bulk)> ReadAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref askedAt, time.GetTimestamp());
        var (interactive, bulk) = (queues.Interactive.CountAsync(cancellationToken), queues.Bulk.CountAsync(cancellationToken));
        await Task.WhenAll(interactive, bulk);
        var backlog = (await interactive, await bulk);
        Volatile.Write(ref depth, backlog.Item1.Total + backlog.Item2.Total);
        return backlog;
    }

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
            await ReadAsync(CancellationToken.None);
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
