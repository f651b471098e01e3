using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using AWSense.Backends.Aws.Queues;
using AWSense.Core.Diagnosis;
using AWSense.Core.Limits;
using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Setup;

/// <summary>Looks at the queues of a deployment, and at what may be done with them. A response queue is made for it, and removed.</summary>
internal sealed class QueueExamination(IAmazonSQS sqs, AwsOptions options, LeaseOptions leases, TimeProvider time)
{
    private const string NoSuchReceipt = "AWSense+doctor+asks+for+a+receipt+that+is+not";
    private const string MakeThem = "Deploy the infrastructure, or make queues and bucket for a trial with: awsense aws init";

    private string? replyUrl;

    public IEnumerable<Check> Checks() =>
    [
        Queue(options.InteractiveQueue, isOfRequests: true),
        Queue(options.BulkQueue, isOfRequests: true),
        Queue(options.DeadLetterQueue, isOfRequests: false),
        Queue(options.PresenceQueue, isOfRequests: false),
        .. new[] { options.InteractiveQueue, options.BulkQueue }.SelectMany(OnRequests),
        OnQueue("sqs:DeleteMessage", options.DeadLetterQueue, (url, token) => sqs.DeleteMessageAsync(url, NoSuchReceipt, token)),
        OnQueue("sqs:DeleteMessage", options.PresenceQueue, (url, token) => sqs.DeleteMessageAsync(url, NoSuchReceipt, token)),
        .. OnReplies(),
    ];

    private Check Queue(string name, bool isOfRequests) => new($"queue {name}", MakeThem, async cancellationToken =>
    {
        try
        {
            var url = (await sqs.GetQueueUrlAsync(name, cancellationToken)).QueueUrl;
            var attributes = (await sqs.GetQueueAttributesAsync(url, ["All"], cancellationToken)).Attributes ?? [];
            return isOfRequests ? OfRequests(attributes) : Finding.Ok("it is there");
        }
        catch (QueueDoesNotExistException)
        {
            return Finding.Fail("There is no such queue.", MakeThem);
        }
    });

    private Finding OfRequests(Dictionary<string, string> attributes)
    {
        if (!attributes.GetValueOrDefault("RedrivePolicy", "").Contains("deadLetterTargetArn", StringComparison.Ordinal))
        {
            return Finding.Warn("It has no dead-letter queue: a message that is no request stays for ever.", $"Set its redrive policy to {options.DeadLetterQueue}, with maxReceiveCount {AwsOptions.DeliveriesMax}.");
        }

        var wait = attributes.GetValueOrDefault("ApproximateNumberOfMessages", "?");
        var hidden = int.TryParse(attributes.GetValueOrDefault("VisibilityTimeout"), CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : leases.Duration;
        return hidden >= leases.Duration
            ? Finding.Ok($"it is there; {wait} messages wait")
            : Finding.Warn($"Its visibility timeout ({hidden}) is shorter than Lease:Duration ({leases.Duration}).", "Each receive names its own time, so this matters to other readers only; awsense aws init sets it right.");
    }

    private IEnumerable<Check> OnRequests(string queue) =>
    [
        OnQueue("sqs:GetQueueAttributes", queue, (url, token) => sqs.GetQueueAttributesAsync(url, ["QueueArn"], token)),
        OnQueue("sqs:SendMessage", queue, (url, token) => sqs.SendMessageBatchAsync(url, [new("same", "{}"), new("same", "{}")], token)), // two of one id are refused
        OnQueue("sqs:ReceiveMessage", queue, (url, token) => sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 0 }, token)), // none is too few
        OnQueue("sqs:ChangeMessageVisibility", queue, (url, token) => sqs.ChangeMessageVisibilityAsync(url, NoSuchReceipt, 0, token)),
        OnQueue("sqs:DeleteMessage", queue, (url, token) => sqs.DeleteMessageAsync(url, NoSuchReceipt, token)),
    ];

    /// <summary>All that a web instance does with its response queue, done with one that is made for it. Should this process die, the queue is swept in an hour.</summary>
    private IEnumerable<Check> OnReplies()
    {
        var name = $"{options.ReplyQueuePrefix}doctor-{RequestId.New(time).Value:N}";
        var pattern = $"{options.ReplyQueuePrefix}*";
        var alive = new Dictionary<string, string> { [AwsResponseQueue.AliveTag] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        string Url() => replyUrl ?? throw new QueueDoesNotExistException("There is no response queue to try it with.");
        yield return AwsRefusals.Permission("sqs:CreateQueue", pattern, async token => replyUrl = (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Tags = alive }, token)).QueueUrl);
        yield return AwsRefusals.Permission("sqs:TagQueue", pattern, token => sqs.TagQueueAsync(new() { QueueUrl = Url(), Tags = alive }, token));
        yield return AwsRefusals.Permission("sqs:ListQueueTags", pattern, token => sqs.ListQueueTagsAsync(new() { QueueUrl = Url() }, token));
        yield return AwsRefusals.Permission("sqs:SendMessage", pattern, token => sqs.SendMessageAsync(Url(), "{}", token));
        yield return AwsRefusals.Permission("sqs:ReceiveMessage", pattern, async token =>
        {
            var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = Url(), WaitTimeSeconds = 1 }, token);
            foreach (var message in received.Messages ?? [])
            {
                await sqs.DeleteMessageAsync(Url(), message.ReceiptHandle, token);
            }
        });
        yield return AwsRefusals.Permission("sqs:DeleteQueue", pattern, token => sqs.DeleteQueueAsync(Url(), token));
        yield return AwsRefusals.Permission("sqs:ListQueues", "*", token => sqs.ListQueuesAsync(options.ReplyQueuePrefix, token));
    }

    private Check OnQueue(string action, string queue, Func<string, CancellationToken, Task> call) => AwsRefusals.Permission(
        action, queue, async cancellationToken => await call((await sqs.GetQueueUrlAsync(queue, cancellationToken)).QueueUrl, cancellationToken));
}
