using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Vision.Models;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Handling;

/// <summary>Keeps what this worker has found out about a picture for all who send it again.</summary>
internal sealed partial class AnswerKeeper(AnswerCache cache, InstalledModels models, ILogger<AnswerKeeper> logger)
{
    /// <summary>Keeps the answer in an outcome, if there is one. It never fails.</summary>
    public async Task KeepAsync(RequestLease lease, ClassificationResult outcome)
    {
        // A request that was delivered before may bring the outcome of another worker, whose model this one doesn't know.
        if (!cache.IsEnabled || lease.DeliveryCount > 1 || KnownAnswer.Of(outcome, lease.Request.TopK, lease.Request.MinConfidence) is not { } answer)
        {
            return;
        }

        try
        {
            await cache.KeepAsync(answer, models.Find(answer.Model).Fingerprint, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Cache boundary: the outcome itself is what counts.
            LogNotKept(exception);
        }
    }

    [LoggerMessage(EventId = 2601, Level = LogLevel.Warning, Message = "An answer could not be kept for who sends the same picture again.")]
    private partial void LogNotKept(Exception exception);
}
