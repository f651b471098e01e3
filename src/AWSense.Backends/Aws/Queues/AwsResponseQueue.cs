using System.Collections.Concurrent;
using System.Globalization;
using Amazon.SQS.Model;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws.Queues;

/// <summary>Replies on SQS: every web instance makes a queue for itself at its start and removes it at its end.</summary>
/// <remarks>
/// An instance that dies leaves its queue behind. While one lives it writes the time on its queue, as the tag <c>awsense-alive</c>. A queue whose
/// tag is an hour old has no owner, and any instance removes it; one without the tag isn't ours and is left. The evidence lies on
/// the queue itself, so it needs neither presence nor a leader to be right.
/// </remarks>
internal sealed partial class AwsResponseQueue(AwsQueues queues, TimeProvider time, ILogger<AwsResponseQueue> logger) : IResponseQueue
{
    /// <summary>The tag that a living instance renews.</summary>
    public const string AliveTag = "awsense-alive";

    /// <summary>A queue whose tag is older has no owner.</summary>
    public static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    private const string Scheme = "sqs:";

    // A reply is worth nothing once its client has given up; the archive has the result.
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, AwsInbox> open = new(StringComparer.Ordinal);

    public async Task<IResponseInbox> OpenAsync(CancellationToken cancellationToken)
    {
        var name = $"{queues.ReplyQueuePrefix}{RequestId.New(time).Value:N}";
        await CreateAsync(name, cancellationToken);
        var inbox = new AwsInbox(this, await queues.ReplyAsync(name, cancellationToken), time);
        open[name] = inbox;
        return inbox;
    }

    public async Task SendAsync(string replyTo, ClassificationReply reply, CancellationToken cancellationToken)
    {
        var name = replyTo.StartsWith(Scheme, StringComparison.Ordinal) ? replyTo[Scheme.Length..] : "";
        if (!queues.IsReplyQueue(name))
        {
            return; // of another backend or another deployment: nobody here waits there
        }

        try
        {
            var queue = await queues.ReplyAsync(name, cancellationToken);
            await queue.SendAsync(ResultJson.Serialize(reply), traceParent: null, cancellationToken);
        }
        catch (BackendUnavailableException exception) when (exception.InnerException is QueueDoesNotExistException)
        {
            await queues.ForgetAsync(name);
        }
    }

    /// <summary>Tells that this process's queues have an owner, and removes those that have none.</summary>
    public async Task CareAsync(CancellationToken cancellationToken)
    {
        foreach (var name in open.Keys)
        {
            var url = await (await queues.ReplyAsync(name, cancellationToken)).UrlAsync(cancellationToken);
            var request = new TagQueueRequest { QueueUrl = url, Tags = Alive() };
            await AwsCalls.RunAsync($"Tagging {name}", () => queues.Sqs.TagQueueAsync(request, cancellationToken), cancellationToken);
        }

        await foreach (var url in ListAsync(cancellationToken))
        {
            await RemoveOrphanAsync(url, cancellationToken);
        }
    }

    /// <summary>The address of an inbox, as requests name it.</summary>
    internal static string AddressOf(string name) => $"{Scheme}{name}";

    internal Task CreateAsync(string name, CancellationToken cancellationToken)
    {
        var request = new CreateQueueRequest
        {
            QueueName = name,
            Attributes = new() { ["MessageRetentionPeriod"] = Retention.TotalSeconds.ToString(CultureInfo.InvariantCulture) },
            Tags = Alive(),
        };
        return AwsCalls.RunAsync($"Making {name}", () => queues.Sqs.CreateQueueAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Removes an inbox's queue. One that can't be removed now is removed as an orphan later.</summary>
    internal async Task RemoveAsync(SqsQueue queue)
    {
        open.TryRemove(queue.Name, out _);
        await queues.ForgetAsync(queue.Name);
        try
        {
            await DeleteAsync(await queue.UrlAsync(CancellationToken.None), CancellationToken.None);
        }
        catch (BackendUnavailableException exception)
        {
            LogNotRemoved(exception, queue.Name);
        }
    }

    internal void LogReplyUnreadable(FormatException exception, string messageId) => LogUnreadable(exception, messageId);

    internal void LogRecreated(string name) => LogGone(name);

    private Dictionary<string, string> Alive() => new() { [AliveTag] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };

    private async IAsyncEnumerable<string> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var request = new ListQueuesRequest { QueueNamePrefix = queues.ReplyQueuePrefix, MaxResults = 1000, NextToken = next };
            var page = await AwsCalls.RunAsync("Listing response queues", () => queues.Sqs.ListQueuesAsync(request, cancellationToken), cancellationToken);
            foreach (var url in page.QueueUrls ?? [])
            {
                yield return url;
            }

            next = page.NextToken;
        }
        while (next is not null);
    }

    private async Task RemoveOrphanAsync(string url, CancellationToken cancellationToken)
    {
        var name = url[(url.LastIndexOf('/') + 1)..];
        try
        {
            var request = new ListQueueTagsRequest { QueueUrl = url };
            var tags = (await AwsCalls.RunAsync($"Reading the tags of {name}", () => queues.Sqs.ListQueueTagsAsync(request, cancellationToken), cancellationToken)).Tags;
            if (long.TryParse(tags?.GetValueOrDefault(AliveTag), CultureInfo.InvariantCulture, out var alive)
                && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(alive) > OrphanAge)
            {
                await DeleteAsync(url, cancellationToken);
                LogOrphan(name, DateTimeOffset.FromUnixTimeSeconds(alive));
            }
        }
        catch (BackendUnavailableException exception) when (exception.InnerException is QueueDoesNotExistException)
        {
            // Its owner or another sweeper was faster.
        }
    }

    private async Task DeleteAsync(string url, CancellationToken cancellationToken) =>
        await AwsCalls.RunAsync($"Removing {url}", () => queues.Sqs.DeleteQueueAsync(url, cancellationToken), cancellationToken);

    [LoggerMessage(EventId = 4511, Level = LogLevel.Error, Message = "Message {MessageId} in the response queue is no reply; it is dropped.")]
    private partial void LogUnreadable(Exception exception, string messageId);

    [LoggerMessage(EventId = 4512, Level = LogLevel.Warning, Message = "The response queue {Queue} was gone and is made again; replies that were in it are lost, their results are in the archive.")]
    private partial void LogGone(string queue);

    [LoggerMessage(EventId = 4513, Level = LogLevel.Information, Message = "Removed the response queue {Queue}, whose web instance was last alive at {Alive}.")]
    private partial void LogOrphan(string queue, DateTimeOffset alive);

    [LoggerMessage(EventId = 4514, Level = LogLevel.Warning, Message = "The response queue {Queue} could not be removed; it is swept in an hour.")]
    private partial void LogNotRemoved(Exception exception, string queue);
}
