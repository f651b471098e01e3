namespace AWSense.Backends.Embedded.Broker;

/// <summary>Those who wait for requests, in the order in which they came. One thread at a time uses it.</summary>
internal sealed class ReceiverLine
{
    private readonly LinkedList<Receiver> receivers = [];

    public int Count => receivers.Count;

    /// <summary>Those whose leases would be one owner's.</summary>
    public IReadOnlyList<Receiver> OwnedBy(LeaseOwner owner) => [.. receivers.Where(receiver => ReferenceEquals(receiver.Owner, owner))];

    /// <summary>Lets somebody wait. Those who take of the interactive lane only have other work in hand, and stand behind those who haven't.</summary>
    public void Add(Receiver receiver)
    {
        if (receiver.InteractiveOnly)
        {
            receivers.AddLast(receiver);
        }
        else
        {
            AddBeforeInteractiveOnly(receiver);
        }
    }

    /// <summary>Lets somebody wait before all others of its kind.</summary>
    public void AddFirst(Receiver receiver)
    {
        if (receiver.InteractiveOnly)
        {
            AddBeforeInteractiveOnly(receiver);
        }
        else
        {
            receivers.AddFirst(receiver);
        }
    }

    /// <returns>False when it doesn't wait.</returns>
    public bool Remove(Receiver receiver) => receivers.Remove(receiver);

    /// <summary>Removes those who have been told meanwhile that their wait has failed.</summary>
    public void RemoveFailed()
    {
        foreach (var failed in receivers.Where(receiver => receiver.Task.IsCompleted).ToList())
        {
            receivers.Remove(failed);
        }
    }

    /// <summary>Ends the line.</summary>
    /// <returns>Who stood in it.</returns>
    public IReadOnlyList<Receiver> RemoveAll()
    {
        var all = receivers.ToList();
        receivers.Clear();
        return all;
    }

    /// <summary>Who gets the next request: whose owner has the fewest leases, and the first among equals. Those who take of the interactive lane only come after all others, as they came.</summary>
    /// <param name="interactive">Whether one of the interactive lane waits.</param>
    /// <param name="hasRoom">Whether a receiver takes one more.</param>
    public Receiver? Neediest(bool interactive, Func<Receiver, bool> hasRoom)
    {
        Receiver? neediest = null;
        foreach (var receiver in receivers)
        {
            if (receiver.InteractiveOnly && (neediest is not null || !interactive))
            {
                break;
            }

            if ((neediest is null || receiver.Owner.Leases < neediest.Owner.Leases) && hasRoom(receiver))
            {
                neediest = receiver;
            }
        }

        return neediest;
    }

    private void AddBeforeInteractiveOnly(Receiver receiver)
    {
        var node = receivers.First;
        while (node is { Value.InteractiveOnly: false })
        {
            node = node.Next;
        }

        if (node is null)
        {
            receivers.AddLast(receiver);
        }
        else
        {
            receivers.AddBefore(node, receiver);
        }
    }
}
