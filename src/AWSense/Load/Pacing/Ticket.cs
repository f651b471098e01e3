namespace AWSense.Load.Pacing;

/// <summary>A request that is to be sent.</summary>
/// <param name="Request">Its number, from 0.</param>
/// <param name="Intended">When it was to be sent, in seconds after the start; null for at once.</param>
internal readonly record struct Ticket(long Request, double? Intended);

/// <summary>Gives clients their next requests; for any number of clients at once.</summary>
internal interface ITicketSource
{
    /// <summary>Waits for the next request.</summary>
    /// <returns>The request; null when there are no more.</returns>
    ValueTask<Ticket?> NextAsync(CancellationToken end);
}
