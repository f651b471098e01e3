using System.Threading.Channels;

namespace AWSense.Load.Pacing;

/// <summary>Requests at times of their own. Where no client is free, the next ones wait, and their times stay what they were.</summary>
/// <param name="arrivals">Seconds after the start, ascending.</param>
/// <param name="count">The most; null for all.</param>
/// <param name="duration">None is given after this time; null for no such time.</param>
internal sealed class OpenTickets(LoadClock clock, IEnumerable<double> arrivals, long? count, TimeSpan? duration) : ITicketSource
{
    // One is enough: what waits longer is not forgotten, it keeps its time in the arrivals.
    private readonly Channel<Ticket> due = Channel.CreateBounded<Ticket>(new BoundedChannelOptions(1) { SingleWriter = true });

    /// <summary>Gives the requests at their times, until there are no more or the run is ended.</summary>
    public async Task PaceAsync(CancellationToken end)
    {
        try
        {
            var request = 0L;
            foreach (var at in arrivals)
            {
                if (request >= (count ?? long.MaxValue) || at > (duration?.TotalSeconds ?? double.MaxValue))
                {
                    break;
                }

                await PreciseWait.UntilAsync(clock, at, end);
                await due.Writer.WriteAsync(new(request++, at), end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Ended early: what isn't sent yet won't be.
        }
        finally
        {
            due.Writer.Complete();
        }
    }

    public async ValueTask<Ticket?> NextAsync(CancellationToken end)
    {
        try
        {
            return await due.Reader.ReadAsync(end);
        }
        catch (Exception exception) when (exception is ChannelClosedException or OperationCanceledException)
        {
            return null; // no more, or ended
        }
    }
}
