namespace AWSense.Web.Batches;

/// <summary>A guess of how long a batch will take.</summary>
/// <param name="Seconds">Until its last entry ends, if it goes on as it went.</param>
/// <param name="ErrorSeconds">Half the width of the interval that holds the truth in 95 of 100 cases, if the pace varies as it did; null when it was seen for too short.</param>
internal sealed record BatchEta(double Seconds, double? ErrorSeconds)
{
    private const int WindowSeconds = 30;
    private const int SecondsMin = 3;
    private const double NormalQuantile = 1.96;

    /// <summary>Guesses from how many entries ended in each of the last whole seconds, 30 at most.</summary>
    /// <returns>Null when none has ended, or none is left.</returns>
    public static BatchEta? Of(BatchCount count, DateTimeOffset now)
    {
        var present = now.ToUnixTimeSeconds();
        if (count.Open == 0 || count.EndedAt.Count == 0)
        {
            return null;
        }

        // The first second began in its middle, and the present one isn't over.
        var from = Math.Max(present - WindowSeconds, count.EndedAt.Keys.Min() + 1);
        var paces = Enumerable.Range(0, (int)Math.Max(0, present - from)).Select(second => (double)count.EndedAt.GetValueOrDefault(from + second)).ToList();
        if (paces.Count == 0 || paces.Sum() == 0)
        {
            return null;
        }

        var mean = paces.Average();
        var seconds = count.Open / mean;
        var error = paces.Count < SecondsMin ? (double?)null
            : seconds * NormalQuantile * Math.Sqrt(paces.Sum(pace => Math.Pow(pace - mean, 2)) / (paces.Count - 1) / paces.Count) / mean;
        return new(Math.Round(seconds, 1), error is null ? null : Math.Round(error.Value, 1));
    }
}
