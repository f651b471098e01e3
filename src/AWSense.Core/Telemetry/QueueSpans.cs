using System.Diagnostics;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Core.Telemetry;

/// <summary>The spans of a request's way through the queue, named as the semantic conventions for messaging name them.</summary>
/// <remarks>
/// Each begins one and returns it, to be disposed of at its end; null when nobody listens, which costs a look at a field. The trace goes on in the
/// worker: what processes a request is a child of what sent it, and is linked to it as well, since tools that follow messages look for links.
/// Source: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/.
/// </remarks>
public static class QueueSpans
{
    /// <summary>Which of the lanes' queues it was.</summary>
    public const string Destination = "messaging.destination.name";

    /// <summary>The messaging system.</summary>
    public const string System = "messaging.system";

    /// <summary>What is done, in the words of the conventions: <c>send</c>, <c>receive</c>, <c>process</c>, <c>settle</c>.</summary>
    public const string OperationType = "messaging.operation.type";

    /// <summary>What is done, in the words of the queue.</summary>
    public const string OperationName = "messaging.operation.name";

    /// <summary>The request's id.</summary>
    public const string MessageId = "messaging.message.id";

    /// <summary>Why it failed: an error code, or the type of an exception.</summary>
    public const string ErrorType = "error.type";

    /// <summary>How often the request has been leased.</summary>
    public const string DeliveryCount = "awsense.delivery_count";

    private static ActivitySource Source => AWSenseTelemetry.ActivitySource;

    /// <summary>Sends a request within a span, which it carries, so that the worker's belong to the same trace.</summary>
    internal static async Task SendAsync(QueueIdentity queue, ClassificationRequest request, Lane lane, Func<ClassificationRequest, Task> send)
    {
        using var span = Send(queue, request.Id, lane);
        try
        {
            await send(request with { TraceParent = span?.Id ?? request.TraceParent });
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    /// <summary>A request is sent.</summary>
    public static Activity? Send(QueueIdentity queue, RequestId id, Lane lane) =>
        Source.HasListeners() ? Describe(Source.StartActivity($"send {queue.NameOf(lane)}", ActivityKind.Producer), queue, lane, "send", "send", id) : null;

    /// <summary>A worker handles a request, from its lease to its end.</summary>
    public static Activity? Process(QueueIdentity queue, RequestLease lease, DateTimeOffset leasedAt)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var sender = SenderOf(lease);
        var span = Source.StartActivity($"process {queue.NameOf(lease.Lane)}", ActivityKind.Consumer, sender, links: LinksTo(sender), startTime: leasedAt);
        Describe(span, queue, lease.Lane, "process", "process", lease.Request.Id);
        return span?.SetTag(DeliveryCount, lease.DeliveryCount);
    }

    /// <summary>Tells of a receive that has brought something. It belongs to no request, so it is a trace of its own, linked to those it brought.</summary>
    /// <param name="began">When it was asked for.</param>
    public static void Received(QueueIdentity queue, IReadOnlyList<RequestLease> leases, DateTimeOffset began)
    {
        foreach (var lane in Source.HasListeners() ? leases.GroupBy(lease => lease.Lane) : [])
        {
            var links = lane.SelectMany(lease => LinksTo(SenderOf(lease)));
            using var span = Source.StartActivity($"receive {queue.NameOf(lane.Key)}", ActivityKind.Client, default(ActivityContext), links: links, startTime: began);
            Describe(span, queue, lane.Key, "receive", "receive", id: null)?.SetTag("messaging.batch.message_count", lane.Count());
        }
    }

    /// <summary>A request is taken from the queue for good, or given back.</summary>
    /// <param name="operation">What the queue calls it: <c>complete</c>, <c>release</c>.</param>
    public static Activity? Settle(QueueIdentity queue, RequestLease lease, string operation) => !Source.HasListeners() ? null
        : Describe(Source.StartActivity($"{operation} {queue.NameOf(lease.Lane)}", ActivityKind.Client), queue, lease.Lane, "settle", operation, lease.Request.Id);

    /// <summary>A worker ends a request: answers who waits, records the end, completes it.</summary>
    public static Activity? Reply(QueueIdentity queue, RequestLease lease)
    {
        if (!lease.Request.IsAwaited)
        {
            return Settle(queue, lease, "complete");
        }

        // The queue of a web instance lives as long as that, so its name would be one value more for each.
        var span = Source.StartActivity("reply", ActivityKind.Producer);
        return span?.SetTag(System, queue.System).SetTag(OperationType, "send").SetTag(OperationName, "reply")
            .SetTag("messaging.destination.temporary", true).SetTag(MessageId, lease.Request.Id.ToString());
    }

    /// <summary>Says on a span that it failed.</summary>
    public static void Fail(this Activity? span, Exception exception) =>
        span?.SetStatus(ActivityStatusCode.Error, exception.Message).SetTag(ErrorType, exception.GetType().FullName);

    private static Activity? Describe(Activity? span, QueueIdentity queue, Lane lane, string type, string operation, RequestId? id) => span?
        .SetTag(System, queue.System)
        .SetTag(OperationType, type)
        .SetTag(OperationName, operation)
        .SetTag(Destination, queue.NameOf(lane))
        .SetTag(MessageId, id?.ToString());

    private static ActivityContext SenderOf(RequestLease lease) =>
        ActivityContext.TryParse(lease.Request.TraceParent, null, isRemote: true, out var sender) ? sender : default;

    private static IEnumerable<ActivityLink> LinksTo(ActivityContext sender) => sender == default ? [] : [new(sender)];
}
