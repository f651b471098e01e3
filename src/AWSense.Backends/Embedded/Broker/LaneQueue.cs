namespace AWSense.Backends.Embedded.Broker;

/// <summary>The waiting requests of one lane, oldest first, by their place in the database.</summary>
/// <remarks>A request that has left by another way (cancelled) may still stand here; who takes it finds it gone.</remarks>
internal sealed class LaneQueue
{
    private readonly Queue<long> fresh = new();
    private readonly SortedSet<long> returned = [];

    /// <summary>The oldest; null when the lane is empty.</summary>
    public long? Oldest => returned.Count > 0 ? returned.Min : fresh.TryPeek(out var first) ? first : null;

    /// <summary>A new request; its place is greater than that of all before.</summary>
    public void Append(long seq) => fresh.Enqueue(seq);

    /// <summary>A request that was leased and comes back; it goes before the fresh ones, which are younger.</summary>
    public void Return(long seq) => returned.Add(seq);

    public bool TryTake(out long seq)
    {
        if (returned.Count == 0)
        {
            return fresh.TryDequeue(out seq);
        }

        seq = returned.Min;
        return returned.Remove(seq);
    }

    public void Clear()
    {
        fresh.Clear();
        returned.Clear();
    }
}
