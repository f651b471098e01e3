using AWSense.Vision.Models;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>Makes any picture one of three 8-bit channels, red, green and blue.</summary>
internal static class RgbConversion
{
    private const int Opaque = 255;

    /// <summary>Converts a picture. Colour profiles of RGB and grey pictures are not applied, as the training side doesn't.</summary>
    public static Image ToRgb(Image picture, Rgb background)
    {
        using var colours = InKnownColours(picture);
        using var bytes = InBytes(colours);
        return bytes.Bands switch
        {
            1 => bytes.Bandjoin(bytes, bytes),
            2 => Composite(GreyWithAlpha(bytes), background),
            3 => bytes.Copy(interpretation: Enums.Interpretation.Srgb),
            _ => Composite(bytes.ExtractBand(0, n: 4), background),
        };
    }

    // CMYK, Lab and the like go to sRGB by libvips.
    private static Image InKnownColours(Image picture) => picture.Interpretation
        is Enums.Interpretation.Srgb
        or Enums.Interpretation.Rgb
        or Enums.Interpretation.Rgb16
        or Enums.Interpretation.Bw
        or Enums.Interpretation.Grey16
        or Enums.Interpretation.Multiband
        ? picture.Copy()
        : picture.Colourspace(Enums.Interpretation.Srgb);

    // Of 16 bits the high byte; anything else is clipped to a byte.
    private static Image InBytes(Image picture) => picture.Format switch
    {
        Enums.BandFormat.Uchar => picture.Copy(),
        Enums.BandFormat.Ushort => picture.Cast(Enums.BandFormat.Uchar, shift: true),
        _ => picture.Cast(Enums.BandFormat.Uchar),
    };

    private static Image GreyWithAlpha(Image picture)
    {
        using var grey = picture[0];
        using var alpha = picture[1];
        return grey.Bandjoin(grey, grey, alpha);
    }

    private static Image Composite(Image picture, Rgb background)
    {
        using (picture)
        {
            return picture.Flatten(background: [background.Red, background.Green, background.Blue], maxAlpha: Opaque);
        }
    }
}
