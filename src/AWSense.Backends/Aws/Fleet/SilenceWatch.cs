namespace AWSense.Backends.Aws.Fleet;

/// <summary>Says which instance is to be replaced, since AWS counts it as in service while nothing is heard of its worker. Not thread-safe.</summary>
/// <remarks>One at a time: where a release can't start or presence can't be read, all are silent, and ending them all would heal nothing.</remarks>
/// <param name="silenceMax">How long an instance may be silent, its start included, and how long after one is replaced the next may be.</param>
internal sealed class SilenceWatch(TimeSpan silenceMax, TimeProvider time)
{
    private readonly Dictionary<string, long> silentSince = new(StringComparer.Ordinal);
    private long? replacedAt;

    /// <summary>Looks who is silent, from the first look on, so that a new leader grants each its whole time.</summary>
    /// <returns>The one to replace, and for how long it has been silent; null when there is none.</returns>
    public (string Instance, TimeSpan Silence)? Review(Roster roster)
    {
        var now = time.GetTimestamp();
        var silent = roster.Entries.Where(entry => entry is { Word: null, IsGivenUp: false, Instance.Stage: InstanceStage.InService }).Select(entry => entry.Instance.Id).ToList();
        foreach (var heard in silentSince.Keys.Except(silent).ToList())
        {
            silentSince.Remove(heard);
        }

        silent.ForEach(id => silentSince.TryAdd(id, now));
        if (silent.Count == 0 || (replacedAt is { } last && time.GetElapsedTime(last, now) < silenceMax))
        {
            return null;
        }

        var (longest, since) = silentSince.MinBy(entry => entry.Value);
        var silence = time.GetElapsedTime(since, now);
        return silence >= silenceMax ? (longest, silence) : null;
    }

    /// <summary>One was replaced just now.</summary>
    public void NoteReplaced() => replacedAt = time.GetTimestamp();
}
