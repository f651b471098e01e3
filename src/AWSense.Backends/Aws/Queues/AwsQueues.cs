using System.Collections.Concurrent;
using Amazon.SQS;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Queues;

/// <summary>The queues of a deployment, by name.</summary>
internal sealed class AwsQueues : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SqsQueue> queues = new(StringComparer.Ordinal);
    private readonly AwsOptions options;
    private readonly Jitter jitter;
    private readonly TimeProvider time;

    public AwsQueues(IAmazonSQS sqs, IOptions<AwsOptions> options, Jitter jitter, TimeProvider time)
    {
        Sqs = sqs;
        this.options = options.Value;
        this.jitter = jitter;
        this.time = time;
        Interactive = Get(this.options.InteractiveQueue);
        Bulk = Get(this.options.BulkQueue);
        DeadLetters = Get(this.options.DeadLetterQueue);
        Presence = Get(this.options.PresenceQueue);
    }

    public IAmazonSQS Sqs { get; }

    public SqsQueue Interactive { get; }

    public SqsQueue Bulk { get; }

    public SqsQueue DeadLetters { get; }

    public SqsQueue Presence { get; }

    /// <summary>Whether a queue's name is that of some web instance's response queue.</summary>
    public bool IsReplyQueue(string name) => name.StartsWith(options.ReplyQueuePrefix, StringComparison.Ordinal);

    /// <summary>What the names of response queues begin with.</summary>
    public string ReplyQueuePrefix => options.ReplyQueuePrefix;

    /// <summary>A web instance's response queue. All queues of a deployment are of one account and region, so its URL is known from theirs.</summary>
    public async Task<SqsQueue> ReplyAsync(string name, CancellationToken cancellationToken)
    {
        if (queues.TryGetValue(name, out var known))
        {
            return known;
        }

        var sibling = await Interactive.UrlAsync(cancellationToken);
        return Get(name, $"{sibling[..(sibling.LastIndexOf('/') + 1)]}{name}");
    }

    /// <summary>The queue is gone for good.</summary>
    public async Task ForgetAsync(string name)
    {
        if (queues.TryRemove(name, out var gone))
        {
            await gone.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in queues.Values)
        {
            await queue.DisposeAsync();
        }
    }

    private SqsQueue Get(string name, string? url = null) => queues.GetOrAdd(name, _ => new(Sqs, name, url, jitter, time));
}
