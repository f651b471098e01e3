namespace AWSense.Load.Comparing;

/// <summary>A confidence interval for the mean of paired differences.</summary>
/// <remarks>
/// The percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): the pairs are drawn again with replacement, 2,000
/// times, and the interval holds the middle 95 % of the means. It asks for no distribution, and drawing pairs keeps what is common to both sides of
/// one, such as a picture that is slow in both runs, out of the interval. The seed is fixed, so the same pairs always give the same interval.
/// </remarks>
internal static class PairedBootstrap
{
    /// <summary>Fewer pairs give no interval: the bootstrap would be too narrow.</summary>
    public const int PairsMin = 8;

    private const int Resamples = 2000;
    private const double Confidence = 0.95;
    private const int Seed = 1;

    /// <summary>The middle 95 % of the means of resampled differences; null for fewer than <see cref="PairsMin"/>.</summary>
    public static (double Low, double High)? Interval(IReadOnlyList<double> differences)
    {
        if (differences.Count < PairsMin)
        {
            return null;
        }

        var random = new Random(Seed);
        var means = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < differences.Count; draw++)
            {
                sum += differences[random.Next(differences.Count)];
            }

            means[resample] = sum / differences.Count;
        }

        Array.Sort(means);
        var cut = (int)(Resamples * (1 - Confidence) / 2);
        return (means[cut], means[Resamples - 1 - cut]);
    }
}
