using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>The leases that are out, by receipt, by request and by the time they end.</summary>
internal sealed class LeaseTable
{
    private readonly Dictionary<string, Lease> byReceipt = new(StringComparer.Ordinal);
    private readonly Dictionary<RequestId, Lease> byRequest = [];
    private readonly PriorityQueue<string, DateTimeOffset> ends = new();
    private readonly int[] counts = new int[2];

    /// <summary>The requests that are leased.</summary>
    public IReadOnlyCollection<RequestId> Requests => byRequest.Keys;

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Lease> All => byReceipt.Values;

    public int Count(Lane lane) => counts[(int)lane];

    public Lease? Find(string receipt) => byReceipt.GetValueOrDefault(receipt);

    /// <summary>Leased requests of a lane that stand before a place.</summary>
    public int CountBefore(long seq, Lane lane) => byReceipt.Values.Count(lease => lease.Lane == lane && lease.Seq < seq);

    public bool IsLeased(RequestId id) => byRequest.ContainsKey(id);

    public IReadOnlyList<Lease> OwnedBy(LeaseOwner owner) => [.. byReceipt.Values.Where(lease => ReferenceEquals(lease.Owner, owner))];

    public void Add(Lease lease)
    {
        byReceipt[lease.Receipt] = lease;
        byRequest[lease.Id] = lease;
        ends.Enqueue(lease.Receipt, lease.Until);
        counts[(int)lease.Lane]++;
        lease.Owner.Leases++;
    }

    /// <summary>Lets a lease end later; its earlier end is skipped when it comes.</summary>
    public void Extend(Lease lease, DateTimeOffset until)
    {
        byReceipt[lease.Receipt] = byRequest[lease.Id] = lease with { Until = until };
        ends.Enqueue(lease.Receipt, until);
    }

    public void Remove(Lease lease)
    {
        byReceipt.Remove(lease.Receipt);
        byRequest.Remove(lease.Id);
        counts[(int)lease.Lane]--;
        lease.Owner.Leases--;
    }

    /// <summary>The leases that have ended by then; they are still in the table.</summary>
    public IEnumerable<Lease> Ended(DateTimeOffset now)
    {
        while (ends.TryPeek(out var receipt, out var until) && until <= now)
        {
            ends.Dequeue();
            if (byReceipt.TryGetValue(receipt, out var lease) && lease.Until <= now)
            {
                yield return lease;
            }
        }
    }

    public void Clear()
    {
        foreach (var lease in byReceipt.Values)
        {
            lease.Owner.Leases = 0;
        }

        byReceipt.Clear();
        byRequest.Clear();
        ends.Clear();
        Array.Clear(counts);
    }
}
