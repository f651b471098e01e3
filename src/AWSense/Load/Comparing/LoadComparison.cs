using AWSense.Load.Results;

namespace AWSense.Load.Comparing;

/// <summary>A run against an older one: what differs, and whether more than by chance.</summary>
/// <remarks>
/// Latencies are paired by picture where both runs sent the same pictures, at least <see cref="PairedBootstrap.PairsMin"/> of them: a pair is the mean
/// latency of one picture in each run. Otherwise, and for percentiles, failures and throughput, the requests of each run are cut in the order of sending into
/// as many blocks, and a pair is what the blocks of one number show, so that what grows over both runs, such as a warm-up, is in both sides of a pair.
/// </remarks>
/// <param name="Old">The older run.</param>
/// <param name="New">The run that is compared with it.</param>
/// <param name="Rows">One for each figure.</param>
internal sealed record LoadComparison(LoadRunInfo Old, LoadRunInfo New, IReadOnlyList<ComparedFigure> Rows)
{
    /// <summary>How it was done, in a sentence for readers.</summary>
    public const string Method =
        "The mean of the paired differences, and its 95 % interval by the percentile bootstrap over the pairs (2,000 resamples, fixed seed). By picture: a pair is one picture's mean latency in both runs. By block: each run is cut in the order of sending into blocks, and a pair is what the blocks of one number show.";

    private const int BlocksMax = 20;
    private const int BlockRequestsMin = 10;

    /// <summary>Compares two runs.</summary>
    public static LoadComparison Between(LoadResult old, LoadResult @new)
    {
        var (before, after) = (Blocks(old), Blocks(@new));
        var count = Math.Min(before.Count, after.Count);
        (before, after) = (Blocks(old, count), Blocks(@new, count));
        return new(old.Run, @new.Run,
        [
            PictureMeans(old, @new) ?? ByBlock("mean latency, ms", before, after, block => block.Mean),
            ByBlock("p50, ms", before, after, block => block.Percentile(0.50)),
            ByBlock("p95, ms", before, after, block => block.Percentile(0.95)),
            ByBlock("p99, ms", before, after, block => block.Percentile(0.99)),
            ByBlock("failed, %", before, after, block => block.FailedShare * 100),
            Throughput(old, @new),
        ]);
    }

    private static ComparedFigure? PictureMeans(LoadResult old, LoadResult @new)
    {
        var (before, after) = (MeansByPicture(old.Requests), MeansByPicture(@new.Requests));
        return before.Count >= PairedBootstrap.PairsMin && before.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(after.Keys)
            ? ComparedFigure.Of("mean latency, ms", "picture", [.. before.Select(picture => (picture.Value, after[picture.Key]))], lessIsBetter: true)
            : null;
    }

    private static Dictionary<string, double> MeansByPicture(RequestColumns requests) => Enumerable.Range(0, requests.File.Count)
        .Where(index => requests.Label[index] is not null)
        .GroupBy(index => requests.Files[requests.File[index]], index => requests.LatencyMs[index], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Average(), StringComparer.Ordinal);

    private static ComparedFigure ByBlock(
        string name, IReadOnlyList<RequestBlock> before, IReadOnlyList<RequestBlock> after, Func<RequestBlock, double> figure) => ComparedFigure.Of(
        name,
        "block",
        [.. before.Zip(after, (one, other) => (figure(one), figure(other))).Where(pair => double.IsFinite(pair.Item1) && double.IsFinite(pair.Item2))],
        lessIsBetter: true);

    /// <summary>Whole seconds of the shorter run, but the last, which neither run has filled.</summary>
    private static ComparedFigure Throughput(LoadResult old, LoadResult @new)
    {
        var pairs = old.Seconds.SkipLast(1).Zip(@new.Seconds.SkipLast(1), (one, other) => ((double)one.Answered, (double)other.Answered)).ToList();
        return pairs.Count > 0
            ? ComparedFigure.Of("answers/s", "second", pairs, lessIsBetter: false)
            : new("answers/s", "run", 1, old.Throughput, @new.Throughput, @new.Throughput - old.Throughput, null, LessIsBetter: false);
    }

    private static IReadOnlyList<RequestBlock> Blocks(LoadResult result) =>
        Blocks(result, Math.Clamp(result.Requests.File.Count / BlockRequestsMin, 1, BlocksMax));

    private static IReadOnlyList<RequestBlock> Blocks(LoadResult result, int count)
    {
        var total = result.Requests.File.Count;
        return [.. Enumerable.Range(0, count).Select(block => RequestBlock.Of(result.Requests, (int)((long)total * block / count), (int)((long)total * (block + 1) / count)))];
    }

    /// <summary>Requests that were sent one after the other.</summary>
    private sealed record RequestBlock(double[] Latencies, double FailedShare)
    {
        public double Mean => Latencies.Length > 0 ? Latencies.Average() : double.NaN;

        public static RequestBlock Of(RequestColumns requests, int from, int to)
        {
            var latencies = Enumerable.Range(from, to - from).Where(index => requests.Label[index] is not null).Select(index => requests.LatencyMs[index]).Order().ToArray();
            return new(latencies, to > from ? (double)(to - from - latencies.Length) / (to - from) : 0);
        }

        public double Percentile(double share) =>
            Latencies.Length > 0 ? Latencies[Math.Clamp((int)Math.Ceiling(share * Latencies.Length) - 1, 0, Latencies.Length - 1)] : double.NaN;
    }
}
