namespace AWSense.Scaling.CloudWatch;

/// <summary>The points of one expression that can't change any more, so that a sliding window computes only its newest ones.</summary>
internal sealed class PointCache(MetricMath expression)
{
    private double?[] points = [];
    private long first;
    private int count;
    private int widest;

    public MetricMath Expression { get; } = expression;

    /// <summary>Forgets all points.</summary>
    public void Clear() => count = 0;

    /// <summary>Copies the points that are known from a period on.</summary>
    /// <returns>How many of <paramref name="result"/>, from its beginning; those that follow are to be computed.</returns>
    public int CopyTo(long from, Span<double?> result)
    {
        widest = Math.Max(widest, result.Length);
        if (from < first || from >= first + count)
        {
            (first, count) = (from, 0);
            return 0;
        }

        var skipped = (int)(from - first);
        var known = Math.Min(count - skipped, result.Length);
        points.AsSpan(skipped, known).CopyTo(result);
        return known;
    }

    /// <summary>Keeps computed points that can't change any more.</summary>
    /// <param name="from">The period of the first of them; those known already are left out.</param>
    public void Keep(long from, ReadOnlySpan<double?> settled)
    {
        var added = settled[(int)Math.Min(settled.Length, first + count - from)..];
        if (count + added.Length > points.Length)
        {
            MakeRoom();
        }

        added.CopyTo(points.AsSpan(count));
        count += added.Length;
    }

    private void MakeRoom()
    {
        var kept = Math.Min(count, widest);
        var fresh = points.Length < 3 * widest ? new double?[3 * widest] : points;
        Array.Copy(points, count - kept, fresh, 0, kept);
        (points, first, count) = (fresh, first + count - kept, kept);
    }
}
