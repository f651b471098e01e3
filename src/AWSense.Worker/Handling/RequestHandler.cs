using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Worker.Handling;

/// <summary>Handles one leased request from its lease to its completion. Safe to repeat.</summary>
internal sealed class RequestHandler(
    PictureClassifier classifier,
    SuspectReview review,
    OutcomeDelivery delivery,
    HangResponse hang,
    IRequestQueue queue,
    TimeProvider time)
{
    /// <summary>Classifies the picture and brings the outcome home, or hands the request back when the worker is to end first.</summary>
    public Task HandleAsync(RequestLease lease, CancellationToken stoppingToken) =>
        HandleAsync(lease, new(lease.Lane, time, reason => _ = hang.EndProcessAsync(lease, reason)), stoppingToken);

    private async Task HandleAsync(RequestLease lease, HangWatch watch, CancellationToken stoppingToken)
    {
        if (await ProcessAsync(lease, watch, stoppingToken) is { } outcome)
        {
            await delivery.DeliverAsync(lease, outcome);
        }
        else
        {
            await queue.ReleaseAsync(lease, begun: false, CancellationToken.None);
        }
    }

    /// <returns>The outcome; null when the worker was to end first, so that nothing has happened.</returns>
    private async Task<ClassificationResult?> ProcessAsync(RequestLease lease, HangWatch watch, CancellationToken stoppingToken)
    {
        try
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (time.GetUtcNow() > lease.Request.Deadline)
            {
                return Outcome.Expired(lease.Request, time.GetUtcNow());
            }

            var reviewed = lease.DeliveryCount > 1 ? await review.ReviewAsync(lease, CancellationToken.None) : null;
            return reviewed ?? await classifier.ClassifyAsync(lease, watch, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return null; // Only what comes before the inference can be cancelled.
        }
    }
}
