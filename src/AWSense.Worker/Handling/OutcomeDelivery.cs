using System.Diagnostics;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Worker.Chaos;
using AWSense.Worker.Leases;
using AWSense.Worker.Presence;

namespace AWSense.Worker.Handling;

/// <summary>Brings an outcome home: archive, reply, complete, in this order, so that a crash between two of them repeats work and loses none.</summary>
internal sealed class OutcomeDelivery(
    OutcomeArchive archive, IRequestEnding ending, QueueIdentity queue, WorkerActivity activity, WorkerPlaces places, ChaosMonkey chaos, TimeProvider time)
{
    /// <summary>Archives the outcome, answers with the one that stands, and completes the request.</summary>
    /// <remarks>Nothing of this is cancelled when the worker is to end: the work is done, and would only be done again.</remarks>
    public async Task DeliverAsync(RequestLease lease, ClassificationResult outcome)
    {
        var began = time.GetTimestamp();
        outcome = outcome with { Handling = new(activity.WorkerId, lease.DeliveryCount, TraceIdOf(lease.Request)) };
        var standing = await archive.AddAsync(lease, outcome);
        places.Settle(lease);
        var archiveMs = Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 3);
        var reply = new ClassificationReply(standing, archiveMs, time.GetUtcNow());
        Activity.Current?.SetTag(AWSenseTelemetry.OutcomeTag, RequestStates.ToWireName(standing.State)).SetTag(QueueSpans.ErrorType, standing.Error?.Code);
        using (QueueSpans.Reply(queue, lease))
        {
            await ending.EndAsync(chaos.LoseReply(lease), reply);
        }

        activity.Count(succeeded: standing.State == RequestState.Succeeded);
    }

    private static string? TraceIdOf(ClassificationRequest request) =>
        ActivityContext.TryParse(request.TraceParent, null, out var trace) ? trace.TraceId.ToHexString() : null;
}
