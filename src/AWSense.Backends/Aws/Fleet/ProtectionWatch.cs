namespace AWSense.Backends.Aws.Fleet;

/// <summary>Says which instances AWS must not end, and which it may again. Not thread-safe.</summary>
/// <param name="linger">How long an instance must have been idle until it is freed.</param>
internal sealed class ProtectionWatch(TimeSpan linger, TimeProvider time)
{
    private readonly Dictionary<string, long> busyAt = new(StringComparer.Ordinal);

    /// <summary>Compares what is with what should be.</summary>
    public (IReadOnlyList<string> Protect, IReadOnlyList<string> Free) Review(Roster roster)
    {
        var now = time.GetTimestamp();
        List<string> protect = [];
        List<string> free = [];
        foreach (var entry in roster.Entries.Where(entry => entry.Instance.Stage == InstanceStage.InService))
        {
            var id = entry.Instance.Id;

            // One that is protected and that nothing is known of may have been busy just now, under another leader.
            if (entry.IsBusy || (entry.Instance.IsProtected && !busyAt.ContainsKey(id)))
            {
                busyAt[id] = now;
            }

            if (entry.IsBusy && !entry.Instance.IsProtected)
            {
                protect.Add(id);
            }
            else if (!entry.IsBusy && entry.Instance.IsProtected && time.GetElapsedTime(busyAt[id], now) >= linger)
            {
                free.Add(id);
            }
        }

        foreach (var gone in busyAt.Keys.Except(roster.Entries.Select(entry => entry.Instance.Id)).ToList())
        {
            busyAt.Remove(gone);
        }

        return (protect, free);
    }
}
