using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Verifying;

/// <summary>Counts what a ledger has, and keeps what is to be looked at. Thread-safe.</summary>
internal sealed class LedgerTally
{
    private const int ExamplesMax = 20;

    private readonly Lock gate = new();
    private readonly SortedDictionary<RequestState, long> ended = [];
    private readonly Dictionary<LedgerKind, (long Count, List<LedgerExample> Examples)> groups = [];
    private long requests;
    private long queued;
    private long deadLetters;
    private long hashed;

    /// <summary>Requests that were counted.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Counts a request as its record tells it.</summary>
    public void Count(JobRecord job)
    {
        lock (gate)
        {
            requests++;
            queued += job.State.IsFinal() ? 0 : 1;
            deadLetters += job.DeadLetter ? 1 : 0;
            if (job.State.IsFinal())
            {
                ended[job.State] = ended.GetValueOrDefault(job.State) + 1;
            }
        }
    }

    /// <summary>Counts a picture that was compared.</summary>
    public void CountHashed() => Interlocked.Increment(ref hashed);

    /// <summary>Keeps a finding; of many of one kind the first ones, and how many there are.</summary>
    public void Add(LedgerFinding finding)
    {
        lock (gate)
        {
            var (count, examples) = groups.GetValueOrDefault(finding.Kind, (0, []));
            if (examples.Count < ExamplesMax)
            {
                examples.Add(new(finding.Id.ToString(), finding.Detail));
            }

            groups[finding.Kind] = (count + 1, examples);
            queued -= finding.Kind == LedgerKind.Lost || finding.Kind == LedgerKind.NeverAcknowledged ? 1 : 0;
        }
    }

    /// <summary>All of it.</summary>
    public LedgerReport Summarize(string source, ArchiveContent archive, TimeSpan elapsed)
    {
        lock (gate)
        {
            return new(
                source,
                requests,
                queued,
                ended.ToDictionary(entry => entry.Key.ToWireName(), entry => entry.Value),
                deadLetters,
                archive.Results.Count,
                archive.Pictures.Count,
                hashed,
                archive.Bytes,
                Math.Round(elapsed.TotalSeconds, 3),
                [.. groups
                    .OrderByDescending(group => group.Key.IsFault)
                    .ThenBy(group => group.Key.Name, StringComparer.Ordinal)
                    .Select(group => new LedgerGroup(group.Key.Name, group.Key.Meaning, group.Key.IsFault, group.Value.Count, group.Value.Examples))]);
        }
    }
}
