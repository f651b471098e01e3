using System.Diagnostics;
using System.Diagnostics.Metrics;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Telemetry;
using AWSense.Worker.Leases;
using AWSense.Worker.Presence;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Handling;

/// <summary>One request's handling as the outside sees it: a span and a duration, and a failure that goes no further.</summary>
/// <remarks>All of it, up to the request's leave, is done on its lane's threads: nobody else has to be woken for it.</remarks>
internal sealed partial class RequestBoundary
{
    private readonly RequestHandler handler;
    private readonly ComputeThreads compute;
    private readonly WorkerActivity activity;
    private readonly WorkerPlaces places;
    private readonly QueueIdentity queue;
    private readonly TimeProvider time;
    private readonly ILogger<RequestBoundary> logger;
    private readonly Histogram<double> durations;

    public RequestBoundary(
        RequestHandler handler,
        ComputeThreads compute,
        WorkerActivity activity,
        WorkerPlaces places,
        QueueIdentity queue,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<RequestBoundary> logger)
    {
        this.handler = handler;
        this.compute = compute;
        this.activity = activity;
        this.places = places;
        this.queue = queue;
        this.time = time;
        this.logger = logger;
        durations = AWSenseTelemetry.CreateDuration(meters.Create(AWSenseTelemetry.Name), AWSenseTelemetry.ProcessDuration, "Time from the lease of a request to its end.");
    }

    /// <summary>Loads the default model and runs it once, so that the first client doesn't wait for that.</summary>
    public void WarmUp() => handler.WarmUp();

    /// <summary>Handles a request that was taken in hand, and lets it go. One that fails is logged; its lease ends by itself, and it is delivered again.</summary>
    /// <exception cref="InvariantException">The worker must end.</exception>
    public Task HandleAsync(RequestLease lease, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        return compute.HandleAsync(lease.Lane, async () =>
        {
            try
            {
                await HandleAsync(lease, began, stoppingToken);
            }
            finally
            {
                activity.Drop(lease);
                places.Leave(lease);
            }
        });
    }

    private async Task HandleAsync(RequestLease lease, long began, CancellationToken stoppingToken)
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
