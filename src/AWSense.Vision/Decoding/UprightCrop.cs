using AWSense.Vision.Models;
using AWSense.Vision.Resizing;

namespace AWSense.Vision.Decoding;

/// <summary>Makes the upright, opaque RGB square that is kept of a picture.</summary>
internal static class UprightCrop
{
    /// <summary>Whether the square can be read as it lies in the picture, without this.</summary>
    internal static bool IsPlain(DecodedPicture picture) => picture is { Bands: 3, Orientation: < 2 or > 8 };

    /// <summary>Writes the square row by row without gaps.</summary>
    /// <param name="crop">In pixels of the upright picture.</param>
    /// <param name="background">What transparent pixels are laid on.</param>
    /// <param name="rgb">Room for the square's bytes.</param>
    internal static void Write(DecodedPicture picture, CentreCrop crop, Rgb background, Span<byte> rgb)
    {
        var turn = Turn.Of(picture.Orientation, picture.Width, picture.Height);
        for (var y = 0; y < crop.Side; y++)
        {
            var first = turn.At(crop.Left, crop.Top + y);
            WriteRow(picture, first, turn.StepX, background, rgb.Slice(y * crop.Side * 3, crop.Side * 3));
        }
    }

    private static void WriteRow(DecodedPicture picture, int first, int step, Rgb background, Span<byte> row)
    {
        var pixels = picture.Pixels;
        var bands = picture.Bands;
        var isGrey = bands < 3;
        var hasAlpha = bands is 2 or 4;
        for (var at = 0; at < row.Length; at += 3, first += step)
        {
            var pixel = pixels.Slice(first * bands, bands);
            var colour = isGrey ? new Rgb(pixel[0], pixel[0], pixel[0]) : new Rgb(pixel[0], pixel[1], pixel[2]);
            if (hasAlpha)
            {
                colour = Over(colour, pixel[^1], background);
            }

            (row[at], row[at + 1], row[at + 2]) = (colour.R, colour.G, colour.B);
        }
    }

    private static Rgb Over(Rgb colour, byte alpha, Rgb background) =>
        new(Over(colour.R, alpha, background.R), Over(colour.G, alpha, background.G), Over(colour.B, alpha, background.B));

    // 255 is odd, so that adding its half rounds and no tie exists.
    private static byte Over(byte value, byte alpha, byte background) =>
        (byte)(((value * alpha) + (background * (255 - alpha)) + 127) / 255);
}
