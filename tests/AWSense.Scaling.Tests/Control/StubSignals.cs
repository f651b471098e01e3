using AWSense.Core.Queues;

namespace AWSense.Scaling.Tests.Control;

/// <summary>The counts of a queue, as a test sets them; a third of it is in the second lane.</summary>
internal sealed class StubSignals(TimeProvider time) : ISignalSource
{
    public long Waiting { get; set; }

    public long Leased { get; set; }

    public long Sent { get; set; }

    public bool Unreachable { get; set; }

    public DateTimeOffset CountedSince { get; set; } = SteppedTime.Origin;

    public Task<DemandSignals> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Unreachable
            ? throw new BackendUnavailableException("The queue can't be reached.")
            : Task.FromResult(new DemandSignals(
                new(Waiting - (Waiting / 3), Leased - (Leased / 3)), new(Waiting / 3, Leased / 3), null, Sent, 0, 0, 0, CountedSince, time.GetUtcNow()));
    }
}
