namespace AWSense.Vision.Models;

/// <summary>How a picture becomes the pixels of a model's input: a centred square crop, resized by the exact bicubic kernel.</summary>
/// <param name="Size">Side of the input in pixels, from 8 to 4,096.</param>
/// <param name="Fraction">Side of the crop as a part of the picture's shorter side; above 0, at most 1.</param>
/// <param name="Background">What lies behind transparent pixels.</param>
public sealed record Preprocessing(int Size, double Fraction, Rgb Background)
{
    /// <summary>Bytes of the pixels: rows of red, green, blue.</summary>
    public int PixelBytes => Size * Size * 3;

    /// <summary>Side of the crop of a picture of that size.</summary>
    public int CropSide(int width, int height) => Math.Max(1, (int)Math.Floor((Math.Min(width, height) * Fraction) + 0.5));

    /// <summary>How much a JPEG may be reduced while it is decoded: the largest of 8, 4 and 2 that leaves twice the pixels needed, else 1.</summary>
    public int JpegReduction(int width, int height)
    {
        foreach (var reduction in (ReadOnlySpan<int>)[8, 4, 2])
        {
            if (Math.Min(width, height) / (double)reduction >= 2 * Size / Fraction)
            {
                return reduction;
            }
        }

        return 1;
    }
}

/// <summary>A colour of 8 bits a channel.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue);
