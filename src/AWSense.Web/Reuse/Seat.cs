using AWSense.Core.Results;
using AWSense.Web.Replies;

namespace AWSense.Web.Reuse;

/// <summary>A client's place in a flight. Dispose of it to leave.</summary>
internal sealed class Seat : IDisposable
{
    private readonly Flight flight;
    private readonly Waiter? leading;
    private readonly Action leave;
    private bool isAccepted;

    private Seat(Flight flight, Waiter? leading, Action leave) => (this.flight, this.leading, this.leave) = (flight, leading, leave);

    /// <summary>Whether another one's picture is waited for.</summary>
    public bool Follows => leading is not null;

    /// <summary>The place of who has the picture classified.</summary>
    public static Seat First(Flight flight, Action close) => new(flight, null, close);

    /// <summary>The place of who waits for the first one's reply.</summary>
    public static Seat Behind(Flight flight, Waiter leading) => new(flight, leading, leading.Dispose);

    /// <summary>Tells that the first one's request was accepted, so that there will be a reply to it.</summary>
    public void TakeOff() => isAccepted = true;

    /// <summary>Waits for the first one's labels.</summary>
    /// <returns>Null when it failed, or there was no reply in time.</returns>
    public async Task<ClassificationResult?> LandAsync(TimeSpan wait, TimeProvider time, CancellationToken aborted)
    {
        var reply = leading!.Reply;
        try
        {
            if (await Task.WhenAny(reply, flight.Grounded).WaitAsync(wait, time, aborted) != reply)
            {
                return null;
            }

            await Task.Yield(); // Many may land at once, and each stores a result of its own: whoever brought the reply isn't kept by that.
            return (await reply).Result;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        leave();
        if (!Follows && !isAccepted)
        {
            flight.Ground();
        }
    }
}
