using System.Globalization;
using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Queues;

/// <summary>One SQS queue. Sends, deletes and changes of visibility that come together share calls.</summary>
internal sealed class SqsQueue : IAsyncDisposable
{
    // A pause of up to 1.6 seconds.
    private const int FailuresOfOverLimit = 6;

    private readonly IAmazonSQS sqs;
    private readonly Jitter jitter;
    private readonly TimeProvider time;
    private readonly Batcher<SendMessageBatchRequestEntry> sends;
    private readonly Batcher<string> deletes;
    private readonly Batcher<(string Receipt, int Seconds)> changes;
    private string? url;

    /// <param name="name">Its name.</param>
    /// <param name="url">Its URL; null to ask SQS for it at first use.</param>
    public SqsQueue(IAmazonSQS sqs, string name, string? url, Jitter jitter, TimeProvider time)
    {
        this.sqs = sqs;
        this.url = url;
        this.jitter = jitter;
        this.time = time;
        Name = name;
        sends = new(SendBatchAsync, SizeOf, jitter, time);
        deletes = new(DeleteBatchAsync, receipt => receipt.Length, jitter, time);
        changes = new(ChangeBatchAsync, change => change.Receipt.Length, jitter, time);
    }

    public string Name { get; }

    /// <summary>Its URL.</summary>
    /// <exception cref="BackendUnavailableException">There is no such queue, or SQS can't be reached.</exception>
    public async Task<string> UrlAsync(CancellationToken cancellationToken) => url ??= await RunAsync("Looking for", async () =>
    {
        try
        {
            return (await sqs.GetQueueUrlAsync(Name, cancellationToken)).QueueUrl;
        }
        catch (QueueDoesNotExistException exception)
        {
            throw new BackendUnavailableException($"There is no queue {Name}. Deploy the infrastructure, or make queues and bucket for a trial with: awsense aws init", exception);
        }
    }, cancellationToken);

    /// <summary>Takes messages, or waits for the first one.</summary>
    /// <param name="wait">Whole seconds; none for a look that may miss what is there.</param>
    /// <returns>None too when as many are taken as SQS allows, 120,000, and it hands out no more before some are done.</returns>
    public async Task<IReadOnlyList<Message>> ReceiveAsync(int max, TimeSpan wait, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = await UrlAsync(cancellationToken),
            MaxNumberOfMessages = max,
            WaitTimeSeconds = (int)Math.Ceiling(wait.TotalSeconds),
            VisibilityTimeout = (int)Math.Ceiling(visibility.TotalSeconds),
            MessageAttributeNames = ["All"],
            MessageSystemAttributeNames = [MessageSystemAttributeName.ApproximateReceiveCount],
        };
        try
        {
            return (await RunAsync("Receiving from", () => sqs.ReceiveMessageAsync(request, cancellationToken), cancellationToken)).Messages ?? [];
        }
        catch (BackendUnavailableException exception) when (exception.InnerException is OverLimitException)
        {
            // SQS says so without waiting, and whoever polls comes back at once.
            var pause = jitter.After(FailuresOfOverLimit);
            await Task.Delay(pause < wait ? pause : wait, time, cancellationToken);
            return [];
        }
    }

    /// <summary>Sends a message.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> body, string? traceParent, CancellationToken cancellationToken)
    {
        var entry = new SendMessageBatchRequestEntry { MessageBody = Encoding.UTF8.GetString(body.Span) };
        if (traceParent is not null)
        {
            entry.MessageAttributes = new() { ["traceparent"] = new() { DataType = "String", StringValue = traceParent } };
        }

        if (await sends.RunAsync(entry, cancellationToken) is { } code)
        {
            throw new BackendUnavailableException($"{Name} refuses a message: {code}.");
        }
    }

    /// <summary>Removes a message. One whose receipt is no longer good is left.</summary>
    public Task DeleteAsync(string receipt, CancellationToken cancellationToken) => deletes.RunAsync(receipt, cancellationToken);

    /// <summary>Lets a message be hidden for that long from now on; zero shows it again at once.</summary>
    /// <returns>False when the receipt is no longer good.</returns>
    public async Task<bool> ChangeVisibilityAsync(string receipt, TimeSpan visibility, CancellationToken cancellationToken) =>
        await changes.RunAsync((receipt, (int)Math.Ceiling(visibility.TotalSeconds)), cancellationToken) is null;

    /// <summary>About how many messages wait, and how many are taken.</summary>
    public async Task<LaneBacklog> CountAsync(CancellationToken cancellationToken)
    {
        var request = new GetQueueAttributesRequest
        {
            QueueUrl = await UrlAsync(cancellationToken),
            AttributeNames = [QueueAttributeName.ApproximateNumberOfMessages, QueueAttributeName.ApproximateNumberOfMessagesNotVisible],
        };
        var attributes = (await RunAsync("Counting", () => sqs.GetQueueAttributesAsync(request, cancellationToken), cancellationToken)).Attributes;
        return attributes?.Count == 2
            ? new(CountIn(attributes, QueueAttributeName.ApproximateNumberOfMessages), CountIn(attributes, QueueAttributeName.ApproximateNumberOfMessagesNotVisible))
            : throw new BackendUnavailableException($"SQS doesn't tell the counts of {Name}.");
    }

    public async ValueTask DisposeAsync()
    {
        await sends.DisposeAsync();
        await changes.DisposeAsync();
        await deletes.DisposeAsync();
    }

    private static long CountIn(Dictionary<string, string> attributes, QueueAttributeName name) => long.Parse(attributes[name], CultureInfo.InvariantCulture);

    private static int SizeOf(SendMessageBatchRequestEntry entry) =>
        Encoding.UTF8.GetByteCount(entry.MessageBody) + (entry.MessageAttributes?.Sum(attribute => attribute.Key.Length + attribute.Value.StringValue.Length + 8) ?? 0);

    private static string IdOf(int place) => place.ToString(CultureInfo.InvariantCulture);

    private Task<List<BatchResultErrorEntry>?> SendBatchAsync(IReadOnlyList<SendMessageBatchRequestEntry> entries) => RunAsync("Sending to", async () =>
    {
        foreach (var (place, entry) in entries.Index())
        {
            entry.Id = IdOf(place);
        }

        return (await sqs.SendMessageBatchAsync(await UrlAsync(CancellationToken.None), [.. entries], CancellationToken.None)).Failed;
    }, CancellationToken.None)!;

    private Task<List<BatchResultErrorEntry>?> DeleteBatchAsync(IReadOnlyList<string> receipts) => RunAsync("Deleting from", async () =>
    {
        List<DeleteMessageBatchRequestEntry> entries = [.. receipts.Select((receipt, place) => new DeleteMessageBatchRequestEntry(IdOf(place), receipt))];
        return (await sqs.DeleteMessageBatchAsync(await UrlAsync(CancellationToken.None), entries, CancellationToken.None)).Failed;
    }, CancellationToken.None)!;

    private Task<List<BatchResultErrorEntry>?> ChangeBatchAsync(IReadOnlyList<(string Receipt, int Seconds)> changes) => RunAsync("Extending leases of", async () =>
    {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = [.. changes.Select((change, place) =>
            new ChangeMessageVisibilityBatchRequestEntry(IdOf(place), change.Receipt) { VisibilityTimeout = change.Seconds })];
        return (await sqs.ChangeMessageVisibilityBatchAsync(await UrlAsync(CancellationToken.None), entries, CancellationToken.None)).Failed;
    }, CancellationToken.None)!;

    private Task<T> RunAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken) =>
        AwsCalls.RunAsync($"{what} {Name}", call, cancellationToken);
}
