using System.Globalization;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>Looks at a request that was delivered before: it may be done already, or be what workers die of.</summary>
internal sealed class SuspectReview(Settlement settlement, IJobStore jobs, IOptions<LeaseOptions> options, TimeProvider time)
{
    /// <summary>Marks that a worker begins a redelivered request.</summary>
    /// <returns>The outcome when there is no more to do: one that stands already, or a dead letter. Null when it is to be classified.</returns>
    public async Task<ClassificationResult?> ReviewAsync(RequestLease lease, CancellationToken cancellationToken)
    {
        var request = lease.Request;
        if (await settlement.FindAsync(request.Id, cancellationToken) is { } standing)
        {
            return standing;
        }

        var marks = await jobs.MarkStartedAsync(request.Id, cancellationToken);
        return marks > options.Value.StartedMarksMax ? DeadLetter(lease) : null;
    }

    /// <summary>The dead letter of a request whose processing hung, when this was its last try; null when it may be tried again.</summary>
    public async Task<ClassificationResult?> AfterHangAsync(RequestLease lease, ProcessingHungException reason, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(lease.Request.Id, cancellationToken);
        return job?.StartedMarks >= options.Value.StartedMarksMax
            ? Outcome.DeadLetter(lease.Request, new(ErrorCodes.WorkerHung, $"{reason.Message} It was tried {Tries()} times.") { Stage = reason.Stage }, time.GetUtcNow())
            : null;
    }

    private ClassificationResult DeadLetter(RequestLease lease) => Outcome.DeadLetter(
        lease.Request,
        new(ErrorCodes.WorkerCrashed, $"The worker that took the picture died, {Tries()} times out of {Tries()}."),
        time.GetUtcNow());

    // The first delivery leaves no mark.
    private string Tries() => (options.Value.StartedMarksMax + 1).ToString(CultureInfo.InvariantCulture);
}
