namespace AWSense.Benchmarks;

/// <summary>Of measured values.</summary>
internal static class Statistics
{
    /// <summary>The middle one; of an even number the upper of both.</summary>
    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    /// <summary>The value that so many percent are below.</summary>
    public static double Percentile(IEnumerable<double> values, int percent)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count * percent / 100];
    }

    /// <summary>The ratios of measurements taken in turns, in words: their median and range.</summary>
    public static string Ratio(IReadOnlyList<double> measured, IReadOnlyList<double> others)
    {
        var ratios = measured.Zip(others, (one, other) => one / other).ToList();
        return $"{Median(ratios):0.000} ({ratios.Min():0.000} to {ratios.Max():0.000})";
    }
}
