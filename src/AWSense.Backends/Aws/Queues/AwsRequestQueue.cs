using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Queues;

/// <summary>The request queue on SQS: a queue a lane, a lease a visibility timeout.</summary>
/// <remarks>
/// What SQS doesn't tell, this process remembers: which queue a receipt is of, and when its lease ends. So a lease that ended by the clock is
/// never extended or released, whatever SQS would make of its old receipt.
/// </remarks>
internal sealed partial class AwsRequestQueue(
    AwsQueues queues, QueueDepth depth, ProcessCounters counters, IOptions<LeaseOptions> leases, TimeProvider time, ILogger<AwsRequestQueue> logger) : IRequestQueue
{
    // The interactive lane is waited on; the other one is looked at in between. A poll is never broken off, so a drain may wait for this long.
    private static readonly TimeSpan PollMax = TimeSpan.FromSeconds(2);

    // A completion that comes after the end of its lease is still worth a try.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Held> held = new(StringComparer.Ordinal);
    private readonly LaneTurns lanes = new(time);

    public async Task SendAsync(ClassificationRequest request, Lane lane, Durability durability, CancellationToken cancellationToken)
    {
        depth.RefuseWhenFull();
        await QueueOf(lane).SendAsync(RequestMessage.Serialize(request), request.TraceParent, cancellationToken);
        counters.CountSent();
    }

    public Task<IReadOnlyList<RequestLease>> ReceiveAsync(int maxRequests, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckReceive(maxRequests, wait);
        return PollAsync(poll => TurnAsync(maxRequests, poll), wait, cancellationToken);
    }

    public async Task<RequestLease?> ReceiveInteractiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        QueueLimits.CheckReceive(1, wait);
        return (await PollAsync(TakeInteractiveAsync, wait, cancellationToken)).SingleOrDefault();
    }

    public async Task<bool> ExtendAsync(RequestLease lease, CancellationToken cancellationToken)
    {
        if (!held.TryGetValue(lease.Receipt, out var own) || time.GetUtcNow() >= own.Until)
        {
            return false;
        }

        var until = time.GetUtcNow() + leases.Value.Duration;
        var extended = await own.Queue.ChangeVisibilityAsync(lease.Receipt, leases.Value.Duration, cancellationToken);
        if (extended)
        {
            held.TryUpdate(lease.Receipt, own with { Until = until }, own);
        }

        return extended;
    }

    public async Task CompleteAsync(RequestLease lease, CancellationToken cancellationToken)
    {
        if (held.TryRemove(lease.Receipt, out var own))
        {
            await own.Queue.DeleteAsync(lease.Receipt, cancellationToken);
            counters.CountCompleted();
        }
    }

    public async Task ReleaseAsync(RequestLease lease, bool begun, CancellationToken cancellationToken)
    {
        if (held.TryRemove(lease.Receipt, out var own) && time.GetUtcNow() < own.Until)
        {
            await own.Queue.ChangeVisibilityAsync(lease.Receipt, TimeSpan.Zero, cancellationToken);
        }
    }

    // A message that SQS has taken is on several machines' disks.
    public Task EnsureDurableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private SqsQueue QueueOf(Lane lane) => lane == Lane.Interactive ? queues.Interactive : queues.Bulk;

    /// <summary>Polls until there is something or the wait is over.</summary>
    private async Task<IReadOnlyList<RequestLease>> PollAsync(
        Func<TimeSpan, Task<IReadOnlyList<RequestLease>>> poll, TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ForgetOld();
        var began = time.GetTimestamp();
        IReadOnlyList<RequestLease> taken;
        do
        {
            var left = wait - time.GetElapsedTime(began);
            taken = await poll(left < PollMax ? left : PollMax);
        }
        while (taken.Count == 0 && time.GetElapsedTime(began) < wait && !cancellationToken.IsCancellationRequested);

        if (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(taken.Select(lease => ReleaseAsync(lease, begun: false, CancellationToken.None)));
            throw new OperationCanceledException(cancellationToken);
        }

        return taken;
    }

    private async Task<IReadOnlyList<RequestLease>> TakeInteractiveAsync(TimeSpan poll)
    {
        var messages = await ReceiveAsync(queues.Interactive, 1, poll < TimeSpan.Zero ? TimeSpan.Zero : poll);
        lanes.NotePassed(messages.Count);
        return Hold(queues.Interactive, messages);
    }

    private async Task<IReadOnlyList<RequestLease>> TurnAsync(int max, TimeSpan poll)
    {
        var taken = new List<RequestLease>(max);
        try
        {
            await TakeTurnAsync(taken, max, poll);
        }
        catch (BackendUnavailableException) when (taken.Count > 0)
        {
            // What one lane gave is leased, and mustn't wait for the end of its lease because the other lane can't be reached; the next turn tells that.
        }

        return taken;
    }

    private async Task TakeTurnAsync(List<RequestLease> taken, int max, TimeSpan poll)
    {
        if (lanes.BulkIsDue)
        {
            taken.AddRange(await TakeAsync(Lane.Bulk, 1, TimeSpan.Zero));
        }

        var ask = Math.Min(max - taken.Count, lanes.InteractiveMax);
        if (ask > 0)
        {
            var wait = taken.Count > 0 || lanes.BulkIsBusy || poll < TimeSpan.Zero ? TimeSpan.Zero : poll;
            var interactive = await TakeAsync(Lane.Interactive, ask, wait);
            taken.AddRange(interactive);
            var full = interactive.Count == ask;
            if (taken.Count < max && (taken.Count == 0 || (full ? lanes.BulkIsDue : lanes.BulkMayWait)))
            {
                taken.AddRange(await TakeAsync(Lane.Bulk, full ? 1 : max - taken.Count, TimeSpan.Zero));
            }
        }
    }

    private async Task<List<RequestLease>> TakeAsync(Lane lane, int max, TimeSpan wait)
    {
        var queue = QueueOf(lane);
        var messages = await ReceiveAsync(queue, max, wait);
        lanes.Note(lane, messages.Count);
        return Hold(queue, messages);
    }

    private List<RequestLease> Hold(SqsQueue queue, IReadOnlyList<Message> messages)
    {
        var taken = new List<RequestLease>(messages.Count);
        foreach (var message in messages)
        {
            if (Read(queue, message) is { } lease)
            {
                held[lease.Receipt] = new(queue, lease.Until);
                taken.Add(lease);
            }
        }

        return taken;
    }

    private Task<IReadOnlyList<Message>> ReceiveAsync(SqsQueue queue, int max, TimeSpan wait) =>
        queue.ReceiveAsync(max, wait, leases.Value.Duration, CancellationToken.None);

    private RequestLease? Read(SqsQueue queue, Message message)
    {
        try
        {
            var traceParent = message.MessageAttributes?.GetValueOrDefault("traceparent")?.StringValue;
            var request = RequestMessage.Deserialize(Encoding.UTF8.GetBytes(message.Body), traceParent);
            var deliveries = int.Parse(message.Attributes[MessageSystemAttributeName.ApproximateReceiveCount], CultureInfo.InvariantCulture);
            if (deliveries > 1)
            {
                counters.CountRedelivered();
            }

            return new(request, message.ReceiptHandle, deliveries, time.GetUtcNow() + leases.Value.Duration, queue == queues.Bulk ? Lane.Bulk : Lane.Interactive);
        }
        catch (FormatException exception)
        {
            // Left leased: delivered often enough, SQS moves it to the dead letters, where somebody can look at it.
            LogUnreadable(exception, message.MessageId, queue.Name);
            return null;
        }
    }

    private void ForgetOld()
    {
        var old = time.GetUtcNow() - Memory;
        foreach (var (receipt, own) in held)
        {
            if (own.Until < old)
            {
                held.TryRemove(receipt, out _);
            }
        }
    }

    [LoggerMessage(EventId = 4501, Level = LogLevel.Error, Message = "Message {MessageId} in {Queue} is no request; it will end among the dead letters.")]
    private partial void LogUnreadable(Exception exception, string messageId, string queue);

    private sealed record Held(SqsQueue Queue, DateTimeOffset Until);
}
