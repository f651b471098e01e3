using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Worker.Leases;
using AWSense.Worker.Presence;

namespace AWSense.Worker.Handling;

/// <summary>The requests that this worker has taken in hand, from their leases to their ends.</summary>
/// <remarks>All that is done for a request, up to its leave, is done on its lane's threads: nobody else has to be woken for it.</remarks>
internal sealed class WorkInHand(
    RequestBoundary boundary, ComputeThreads compute, InferenceSlots slots, WorkerActivity activity, WorkerPlaces places, TimeProvider time)
{
    /// <summary>Loads the default model and runs it once, so that the first client doesn't wait for that. From then on the worker is ready.</summary>
    public void WarmUp()
    {
        slots.WarmUp();
        activity.Ready();
    }

    /// <summary>Takes a request in hand, into one of the worker's places.</summary>
    public void Take(RequestLease lease)
    {
        activity.Take(lease);
        places.Take(lease);
    }

    /// <summary>Handles a request that was taken in hand, and lets it go. One that fails is logged; its lease ends by itself, and it is delivered again.</summary>
    /// <exception cref="InvariantException">The worker must end.</exception>
    public Task HandleAsync(RequestLease lease, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp(); // before it waits for a thread
        return compute.HandleAsync(lease.Lane, async () =>
        {
            try
            {
                await boundary.HandleAsync(lease, began, stoppingToken);
            }
            finally
            {
                activity.Drop(lease);
                places.Leave(lease);
            }
        });
    }

    /// <summary>Nothing new is taken from now on.</summary>
    public void Drain() => activity.Drain();
}
