using AWSense.Core.Jobs;
using AWSense.Core.Ledger;
using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Jobs;

/// <summary>The ledger in the bucket. SQS tells of no message unless it is received, so whether one is queued isn't known.</summary>
internal sealed class AwsLedger(IJobStore jobs) : ILedgerSource
{
    public Task<IReadOnlyList<JobRecord>> ListAsync(RequestId? before, int max, CancellationToken cancellationToken) =>
        jobs.ListAsync(state: null, before, max, cancellationToken);

    public Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) => jobs.FindAsync(id, cancellationToken);

    public Task<bool?> IsQueuedAsync(RequestId id, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);
}
