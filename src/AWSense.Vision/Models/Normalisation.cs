namespace AWSense.Vision.Models;

/// <summary>How bytes become the floats that a model was trained with: <c>(byte / 255 − mean) / std</c> for each channel.</summary>
public sealed record Normalisation
{
    /// <param name="mean">Of red, green and blue; finite.</param>
    /// <param name="std">Of red, green and blue; finite and above 0.</param>
    /// <exception cref="ArgumentException">They aren't three numbers each, or not such numbers.</exception>
    public Normalisation(IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        Mean = AreMeans(mean) ? [.. mean] : throw new ArgumentException("Three finite numbers are needed.", nameof(mean));
        Std = AreDeviations(std) ? [.. std] : throw new ArgumentException("Three finite numbers above 0 are needed.", nameof(std));
    }

    /// <summary>Of red, green and blue.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Of red, green and blue.</summary>
    public IReadOnlyList<float> Std { get; }

    internal static bool AreMeans(IReadOnlyList<float> values) => values.Count == 3 && values.All(float.IsFinite);

    internal static bool AreDeviations(IReadOnlyList<float> values) => AreMeans(values) && values.All(value => value > 0);
}
