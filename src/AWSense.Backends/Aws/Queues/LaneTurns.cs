using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Queues;

/// <summary>Decides how many requests to ask each lane for: interactive first, but of ten at least one is bulk while bulk waits.</summary>
/// <remarks>Each lane is a queue of its own, and every look costs a call: bulk that was found empty isn't looked at again for a second.</remarks>
internal sealed class LaneTurns(TimeProvider time)
{
    private const int InteractiveInARowMax = 9;
    private static readonly TimeSpan EmptyHolds = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int interactiveInARow;
    private DateTimeOffset bulkEmptyUntil = DateTimeOffset.MinValue;

    /// <summary>Whether bulk has waited for nine interactive ones, and may have something.</summary>
    public bool BulkIsDue
    {
        get
        {
            lock (gate)
            {
                return interactiveInARow >= InteractiveInARowMax && time.GetUtcNow() >= bulkEmptyUntil;
            }
        }
    }

    /// <summary>Whether the last look at bulk found something.</summary>
    public bool BulkIsBusy { get; private set; }

    /// <summary>Whether a look at bulk may find something.</summary>
    public bool BulkMayWait
    {
        get
        {
            lock (gate)
            {
                return time.GetUtcNow() >= bulkEmptyUntil;
            }
        }
    }

    /// <summary>How many of the interactive lane may be taken before it is bulk's turn; at least 1 when bulk isn't due.</summary>
    public int InteractiveMax
    {
        get
        {
            lock (gate)
            {
                return interactiveInARow < InteractiveInARowMax ? InteractiveInARowMax - interactiveInARow
                    : time.GetUtcNow() < bulkEmptyUntil ? InteractiveInARowMax : 0;
            }
        }
    }

    /// <summary>That many of the interactive lane went past the turn; bulk's comes the sooner for it.</summary>
    public void NotePassed(int taken)
    {
        lock (gate)
        {
            interactiveInARow += taken;
        }
    }

    /// <summary>That many were taken from a lane.</summary>
    public void Note(Lane lane, int taken)
    {
        lock (gate)
        {
            if (lane == Lane.Interactive)
            {
                // Past the bound only bulk that is empty is passed over, and its turn begins anew.
                interactiveInARow = interactiveInARow >= InteractiveInARowMax ? taken : interactiveInARow + taken;
                return;
            }

            BulkIsBusy = taken > 0;
            interactiveInARow = taken > 0 ? 0 : interactiveInARow;
            bulkEmptyUntil = taken > 0 ? DateTimeOffset.MinValue : time.GetUtcNow() + EmptyHolds;
        }
    }
}
