namespace AWSense.Load.Pacing;

/// <summary>Requests as soon as clients want some.</summary>
/// <param name="count">How many; null for any number.</param>
/// <param name="duration">None is given after this time; null for no such time.</param>
internal sealed class ClosedTickets(LoadClock clock, long? count, TimeSpan? duration) : ITicketSource
{
    private long given = -1;

    public ValueTask<Ticket?> NextAsync(CancellationToken end)
    {
        if (end.IsCancellationRequested || clock.Now >= duration?.TotalSeconds)
        {
            return ValueTask.FromResult<Ticket?>(null);
        }

        var request = Interlocked.Increment(ref given);
        return ValueTask.FromResult<Ticket?>(request < (count ?? long.MaxValue) ? new(request, null) : null);
    }
}
