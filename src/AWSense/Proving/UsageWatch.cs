namespace AWSense.Proving;

/// <summary>Samples memory and handles of a process that may die and come back as another.</summary>
internal sealed class UsageWatch
{
    private const int SamplesMin = 60; // a shorter life is still warming up
    private const double GrowthMax = 1.25;
    private const long BytesSlack = 32L * 1024 * 1024;
    private const long HandlesSlack = 32;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly List<(long Bytes, int Handles)> now = [];
    private List<(long Bytes, int Handles)> longest = [];
    private int watched;

    /// <summary>Takes a sample every second until it is cancelled.</summary>
    /// <param name="processId">The process as it is then; 0 for none.</param>
    public async Task RunAsync(Func<int> processId, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var id = processId();
            if (id != 0 && LocalProcesses.Usage(id) is { } usage)
            {
                Add(id, usage);
            }

            await Task.Delay(Pace, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes one sample.</summary>
    internal void Add(int id, (long Bytes, int Handles) usage)
    {
        if (id != watched)
        {
            Close();
            watched = id;
        }

        now.Add(usage);
    }

    /// <summary>The longest life; null when none was seen.</summary>
    public UsageReport? Summarize()
    {
        Close();
        if (longest.Count < 4)
        {
            return null;
        }

        var (early, late) = (longest[(longest.Count / 4)..(longest.Count / 2)], longest[(longest.Count * 3 / 4)..]);
        var (earlyBytes, lateBytes) = (Median(early, sample => sample.Bytes), Median(late, sample => sample.Bytes));
        var (earlyHandles, lateHandles) = (Median(early, sample => sample.Handles), Median(late, sample => sample.Handles));
        var flat = lateBytes <= (earlyBytes * GrowthMax) + BytesSlack && lateHandles <= (earlyHandles * GrowthMax) + HandlesSlack;
        return new(longest.Count * Pace.TotalSeconds, earlyBytes, lateBytes, earlyHandles, lateHandles, longest.Count < SamplesMin ? null : flat);
    }

    private void Close()
    {
        longest = now.Count > longest.Count ? [.. now] : longest;
        now.Clear();
    }

    private static long Median(List<(long Bytes, int Handles)> samples, Func<(long Bytes, int Handles), long> of) => samples.Select(of).Order().ElementAt(samples.Count / 2);
}
