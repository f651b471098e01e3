using AWSense.Core.Requests;

namespace AWSense.Core.Queues;

/// <summary>Decides from which lane the next request comes: interactive first, but of ten at least one is bulk while bulk waits. Not thread-safe.</summary>
public sealed class LaneTurn
{
    private const int InteractiveInARowMax = 9;

    private int interactiveInARow;

    /// <summary>The lane whose turn it is; at least one of the two has a request.</summary>
    public Lane Next(bool interactiveWaits, bool bulkWaits)
    {
        var bulk = bulkWaits && (!interactiveWaits || interactiveInARow >= InteractiveInARowMax);
        interactiveInARow = bulk || !bulkWaits ? 0 : interactiveInARow + 1;
        return bulk ? Lane.Bulk : Lane.Interactive;
    }

    /// <summary>An interactive request went past the turn; bulk's comes the sooner for it.</summary>
    public void PassInteractive() => interactiveInARow++;
}
