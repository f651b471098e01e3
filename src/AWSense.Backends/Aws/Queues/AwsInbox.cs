using System.Text;
using Amazon.SQS.Model;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Aws.Queues;

/// <summary>The response queue of this web instance. One caller receives at a time.</summary>
/// <remarks>A poll is never broken off, since SQS would hide what it returns: who cancels a wait leaves the poll to the next one.</remarks>
internal sealed class AwsInbox(AwsResponseQueue owner, SqsQueue queue, TimeProvider time) : IResponseInbox
{
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    // Replies that were handed over may stay hidden for as long as their visibility lasts, so they are removed ten at a time.
    private static readonly TimeSpan RemovalMax = TimeSpan.FromSeconds(5);

    // Under load replies that come within this time share a call, as they do on the other side.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly List<string> handed = [];
    private Task<IReadOnlyList<Message>>? polling;
    private Task deleting = Task.CompletedTask;
    private long handedSince;
    private bool flowing;

    public string Address => AwsResponseQueue.AddressOf(queue.Name);

    public async Task<IReadOnlyList<ClassificationReply>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (flowing)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        try
        {
            polling ??= queue.ReceiveAsync(QueueLimits.ReceiveMax, wait, Visibility, CancellationToken.None);
            var messages = await polling.WaitAsync(cancellationToken);
            polling = null;
            flowing = messages.Count is > 0 and < QueueLimits.ReceiveMax;
            await RemoveAsync(messages);
            return [.. messages.Select(Read).OfType<ClassificationReply>()];
        }
        catch (BackendUnavailableException exception)
        {
            polling = null;
            if (exception.InnerException is not QueueDoesNotExistException)
            {
                throw;
            }

            // Swept while this process was stopped for long. SQS takes the name again after a minute; the caller tries until then.
            await owner.CreateAsync(queue.Name, cancellationToken);
            owner.LogRecreated(queue.Name);
            return [];
        }
    }

    public async ValueTask DisposeAsync() => await owner.RemoveAsync(queue);

    /// <summary>Has what was received removed, soon.</summary>
    private async Task RemoveAsync(IReadOnlyList<Message> messages)
    {
        handedSince = handed.Count == 0 ? time.GetTimestamp() : handedSince;
        handed.AddRange(messages.Select(message => message.ReceiptHandle));
        if (handed.Count >= QueueLimits.ReceiveMax || (handed.Count > 0 && time.GetElapsedTime(handedSince) > RemovalMax))
        {
            await deleting; // of the last time; long done as a rule
            deleting = DeleteAsync([.. handed]);
            handed.Clear();
        }
    }

    private async Task DeleteAsync(IReadOnlyList<string> receipts)
    {
        try
        {
            await Task.WhenAll(receipts.Select(receipt => queue.DeleteAsync(receipt, CancellationToken.None)));
        }
        catch (BackendUnavailableException)
        {
            // They come again, and nobody waits for them then.
        }
    }

    private ClassificationReply? Read(Message message)
    {
        try
        {
            return ResultJson.DeserializeReply(Encoding.UTF8.GetBytes(message.Body));
        }
        catch (FormatException exception)
        {
            owner.LogReplyUnreadable(exception, message.MessageId);
            return null;
        }
    }
}
