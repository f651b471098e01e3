namespace AWSense.Web.Fleet;

/// <summary>How long the last answers took, from accept to reply: counts in buckets, each 10 % wider than the one before. Thread-safe, of one size for ever.</summary>
internal sealed class LatencyWindow
{
    private const int Turns = 10;
    private const int Buckets = 190; // the last one begins beyond 18 hours
    private const double Growth = 1.1;

    private readonly Lock gate = new();
    private readonly int[][] turns = [.. Enumerable.Range(0, Turns).Select(_ => new int[Buckets])];
    private int current;

    /// <summary>Takes an answer.</summary>
    public void Add(TimeSpan latency)
    {
        var bucket = BucketOf(latency.TotalMilliseconds);
        lock (gate)
        {
            turns[current][bucket]++;
        }
    }

    /// <summary>Ends a turn, and forgets the oldest of ten.</summary>
    /// <returns>Percentiles over the last ten, each within 5 %; null when there was no answer.</returns>
    public LatencyPercentiles? Turn()
    {
        var sums = new long[Buckets];
        lock (gate)
        {
            foreach (var turn in turns)
            {
                for (var bucket = 0; bucket < Buckets; bucket++)
                {
                    sums[bucket] += turn[bucket];
                }
            }

            current = (current + 1) % Turns;
            Array.Clear(turns[current]);
        }

        var count = sums.Sum();
        return count == 0 ? null : new(Seconds(sums, 0.5 * count), Seconds(sums, 0.95 * count));
    }

    private static int BucketOf(double milliseconds) =>
        milliseconds <= 1 ? 0 : Math.Min(Buckets - 1, (int)(Math.Log(milliseconds) / Math.Log(Growth)));

    // The middle of the bucket with the value of that rank, on its own scale.
    private static double Seconds(long[] sums, double rank)
    {
        var bucket = 0;
        for (var seen = sums[0]; seen < rank; seen += sums[bucket])
        {
            bucket++;
        }

        return Math.Pow(Growth, bucket + 0.5) / 1000;
    }
}

/// <summary>Percentiles of latencies.</summary>
/// <param name="P50Seconds">Half were answered within this.</param>
/// <param name="P95Seconds">Of twenty, nineteen were.</param>
internal sealed record LatencyPercentiles(double P50Seconds, double P95Seconds);
