using System.Collections.Concurrent;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary>How far batches are. However many ask, a batch is looked at once in a while, and its blocks that have ended not at all.</summary>
internal sealed class BatchProgress(BatchEntries entries, IOptions<BatchOptions> options, TimeProvider time)
{
    private const int WatchedMax = 64;

    private readonly ConcurrentDictionary<RequestId, Watched> watched = new();

    /// <summary>Counts the entries of a batch.</summary>
    /// <param name="atLeast">Entries that it is known to have: a count from before they were taken in is not told again.</param>
    public async Task<BatchCount> ReadAsync(RequestId batch, int atLeast, CancellationToken cancellationToken)
    {
        var known = watched.GetOrAdd(batch, _ => new());
        await known.Gate.WaitAsync(cancellationToken);
        try
        {
            if (known.Count is null || known.Count.Total < atLeast || time.GetElapsedTime(known.At) >= options.Value.Pace)
            {
                known.Count = await CountAsync(batch, known.Ended, cancellationToken);
                known.At = time.GetTimestamp();
            }

            return known.Count;
        }
        finally
        {
            known.Gate.Release();
            Trim();
        }
    }

    private async Task<BatchCount> CountAsync(RequestId batch, Dictionary<int, BatchCount> ended, CancellationToken cancellationToken)
    {
        var last = await entries.LastAsync(batch, cancellationToken);
        var sum = BatchCount.None;
        for (var block = 0; block * BatchEntries.BlockEntries < last; block++)
        {
            if (!ended.TryGetValue(block, out var count))
            {
                count = BatchCount.Of(await entries.BlockAsync(batch, block, cancellationToken));
                if (count.Ended == BatchEntries.BlockEntries)
                {
                    ended.Add(block, count);
                }
            }

            sum = sum.Add(count);
        }

        return sum;
    }

    private void Trim()
    {
        if (watched.Count > WatchedMax)
        {
            foreach (var (batch, _) in watched.OrderBy(entry => entry.Value.At).Take(watched.Count - WatchedMax))
            {
                watched.TryRemove(batch, out _);
            }
        }
    }

    private sealed class Watched
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public Dictionary<int, BatchCount> Ended { get; } = [];

        public BatchCount? Count { get; set; }

        public long At { get; set; }
    }
}

/// <summary>How many entries stand where, and when those that ended did.</summary>
/// <param name="States">By state.</param>
/// <param name="EndedAt">Entries that ended, by the second.</param>
internal sealed record BatchCount(IReadOnlyDictionary<RequestState, int> States, IReadOnlyDictionary<long, int> EndedAt)
{
    public static BatchCount None { get; } = new(new Dictionary<RequestState, int>(), new Dictionary<long, int>());

    /// <summary>Entries that have ended.</summary>
    public int Ended => States.Where(state => state.Key.IsFinal()).Sum(state => state.Value);

    /// <summary>Entries that have not.</summary>
    public int Open => States.Where(state => !state.Key.IsFinal()).Sum(state => state.Value);

    /// <summary>All entries.</summary>
    public int Total => Ended + Open;

    public static BatchCount Of(IReadOnlyList<JobRecord> jobs) => new(
        jobs.CountBy(job => job.State).ToDictionary(),
        jobs.Where(job => job.FinishedAt is not null).CountBy(job => job.FinishedAt!.Value.ToUnixTimeSeconds()).ToDictionary());

    public BatchCount Add(BatchCount other) => new(Sum(States, other.States), Sum(EndedAt, other.EndedAt));

    public int this[RequestState state] => States.GetValueOrDefault(state);

    private static Dictionary<T, int> Sum<T>(IReadOnlyDictionary<T, int> one, IReadOnlyDictionary<T, int> other)
        where T : notnull
    {
        var sum = new Dictionary<T, int>(one);
        foreach (var (key, count) in other)
        {
            sum[key] = sum.GetValueOrDefault(key) + count;
        }

        return sum;
    }
}
