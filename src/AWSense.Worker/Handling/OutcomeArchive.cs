using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Worker.Chaos;

namespace AWSense.Worker.Handling;

/// <summary>Archives outcomes, and what others than the request's own client find there.</summary>
internal sealed class OutcomeArchive(Settlement settlement, AnswerKeeper answers, NamedLabels labels, ChaosMonkey chaos)
{
    /// <summary>Archives an outcome, unless the request has one.</summary>
    /// <returns>The outcome that stands.</returns>
    public async Task<ClassificationResult> AddAsync(RequestLease lease, ClassificationResult outcome)
    {
        using var span = AWSenseTelemetry.StartStage("archive");
        var archiving = settlement.ArchiveAsync(outcome, CancellationToken.None);
        await Task.WhenAll(archiving, answers.KeepAsync(lease, outcome)); // before the reply, so that its client finds the answer when it asks again
        var standing = await archiving;
        await labels.PlaceAsync(standing);
        await chaos.DelayAsync("archive", CancellationToken.None);
        return standing;
    }
}
