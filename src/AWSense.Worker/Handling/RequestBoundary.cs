using System.Diagnostics;
using System.Diagnostics.Metrics;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Handling;

/// <summary>One request's handling as the outside sees it: a span and a duration, and a failure that goes no further.</summary>
internal sealed partial class RequestBoundary(
    RequestHandler handler, QueueIdentity queue, IMeterFactory meters, TimeProvider time, ILogger<RequestBoundary> logger)
{
    private readonly Histogram<double> durations = AWSenseTelemetry.CreateDuration(
        meters.Create(AWSenseTelemetry.Name), AWSenseTelemetry.ProcessDuration, "Time from the lease of a request to its end.");

    /// <summary>Handles a request. One that fails is logged; its lease ends by itself, and it is delivered again.</summary>
    /// <param name="began">Timestamp of its lease.</param>
    /// <exception cref="InvariantException">The worker must end.</exception>
    public async Task HandleAsync(RequestLease lease, long began, CancellationToken stoppingToken)
    {
        using var span = QueueSpans.Process(queue, lease, leasedAt: time.GetUtcNow() - time.GetElapsedTime(began));
        var tags = new TagList
        {
            { QueueSpans.System, queue.System },
            { QueueSpans.OperationName, "process" },
            { QueueSpans.Destination, queue.NameOf(lease.Lane) },
        };
        try
        {
            await handler.HandleAsync(lease, stoppingToken);
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Request boundary.
            span.Fail(exception);
            tags.Add(QueueSpans.ErrorType, exception.GetType().FullName);
            LogHandlingFailed(exception, lease.Request.Id.Value, lease.DeliveryCount);
        }

        durations.Record(time.GetElapsedTime(began).TotalSeconds, tags);
    }

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Request {RequestId} (delivery {DeliveryCount}) was not handled to its end; it will be delivered again.")]
    private partial void LogHandlingFailed(Exception exception, Guid requestId, int deliveryCount);
}
