namespace AWSense.Vision.Models;

/// <summary>How a picture becomes a model's square of pixels: centre crop, then bicubic resize (<c>models/README.md</c>).</summary>
public sealed record Preprocessing
{
    /// <summary>The largest <see cref="Size"/>: a tensor of 3 MiB, twice what published classifiers want.</summary>
    public const int SizeMax = 1024;

    /// <param name="size">Side of the square in pixels, from 1 to <see cref="SizeMax"/>.</param>
    /// <param name="fraction">Share of the picture's shorter side that is kept; above 0, at most 1.</param>
    /// <param name="background">What transparent pixels are laid on.</param>
    public Preprocessing(int size, double fraction, Rgb background)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, SizeMax);
        if (!IsFraction(fraction))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "It is above 0 and at most 1.");
        }

        Size = size;
        Fraction = fraction;
        Background = background;
    }

    /// <summary>Side of the square in pixels.</summary>
    public int Size { get; }

    /// <summary>Share of the picture's shorter side that is kept.</summary>
    public double Fraction { get; }

    /// <summary>What transparent pixels are laid on.</summary>
    public Rgb Background { get; }

    /// <summary>Bytes of the square: one for each of red, green and blue.</summary>
    public int PixelBytes => Size * Size * 3;

    internal static bool IsFraction(double value) => value is > 0 and <= 1;
}
