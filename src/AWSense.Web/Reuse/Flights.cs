using AWSense.Core.Answers;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Replies;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Reuse;

/// <summary>Brings those together who ask the same of one picture at one time: the first has it classified, the others wait for its reply (single flight).</summary>
/// <remarks>
/// Those others are not accepted while they wait, so nothing is promised to them that a dying process could break. They hear the first one's
/// reply from the router, also when the first one's client has gone; when it fails, or no reply comes in time, each has its picture classified itself.
/// A flight takes nobody any more once its first client has its answer or has gone.
/// </remarks>
internal sealed class Flights(ReplyRouter router, IOptions<CacheOptions> options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Sha256, ClassificationSpec Spec), Flight> open = [];

    /// <summary>Joins the flight of a picture, or opens one. To be called by who waits at the router under its own id, and so counts as waiting.</summary>
    /// <returns>Null when the picture isn't to be shared.</returns>
    public Seat? Board(RequestId id, string sha256, ClassificationSpec spec)
    {
        if (!options.Value.Enabled || spec.Fresh)
        {
            return null;
        }

        lock (gate)
        {
            if (open.TryGetValue((sha256, spec), out var flight))
            {
                return flight.Leader == id ? null : Seat.Behind(flight, router.Register(flight.Leader));
            }

            flight = new(id);
            open.Add((sha256, spec), flight);
            return Seat.First(flight, () => Close(sha256, spec));
        }
    }

    private void Close(string sha256, ClassificationSpec spec)
    {
        lock (gate)
        {
            open.Remove((sha256, spec));
        }
    }
}

/// <summary>A picture that is being classified for several clients.</summary>
/// <param name="leader">The request that is classified.</param>
internal sealed class Flight(RequestId leader)
{
    private readonly TaskCompletionSource grounded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestId Leader { get; } = leader;

    /// <summary>Ends when the request could not be accepted, so that no reply will come.</summary>
    public Task Grounded => grounded.Task;

    public void Ground() => grounded.TrySetResult();
}
