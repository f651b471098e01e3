using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Worker.Chaos;
using AWSense.Worker.Presence;

namespace AWSense.Worker.Handling;

/// <summary>Brings an outcome home: archive, reply, complete, in this order, so that a crash between two of them repeats work and loses none.</summary>
internal sealed class OutcomeDelivery(
    Settlement settlement,
    AnswerKeeper answers,
    NamedLabels labels,
    IRequestEnding ending,
    WorkerActivity activity,
    ChaosMonkey chaos,
    TimeProvider time)
{
    /// <summary>Archives the outcome, answers with the one that stands, and completes the request.</summary>
    /// <remarks>Nothing of this is cancelled when the worker is to end: the work is done, and would only be done again.</remarks>
    public async Task DeliverAsync(RequestLease lease, ClassificationResult outcome)
    {
        var began = time.GetTimestamp();
        var archiving = settlement.ArchiveAsync(outcome, CancellationToken.None);
        await Task.WhenAll(archiving, answers.KeepAsync(lease, outcome)); // before the reply, so that its client finds the answer when it asks again
        var standing = await archiving;
        await labels.PlaceAsync(standing);
        await chaos.DelayAsync("archive", CancellationToken.None);
        var archiveMs = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3);
        var reply = new ClassificationReply(standing, archiveMs, time.GetUtcNow());
        await ending.EndAsync(lease, reply);
        activity.Count(succeeded: standing.State == RequestState.Succeeded);
    }
}
