using System.Globalization;
using AWSense.Core.Images;
using AWSense.Core.Results;
using AWSense.Vision.Models;
using AWSense.Vision.Resizing;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>Turns a file into a model's pixels, within bounds.</summary>
/// <remarks>
/// <para>The format is told by the content, and must be one of the accepted ones. Size is checked by the header, before anything is decoded.
/// Truncated files are refused; a JPEG whose scan is damaged but complete is decoded as far as libjpeg can.</para>
/// <para>For pictures of 8 bits, RGB or grey, without alpha or palette, the pixels equal those of the training side's Pillow bit for bit.</para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class PictureDecoder
{
    private readonly SquareResizer resizer = new();
    private readonly long pixelsMax;

    /// <param name="pixelsMax">The most pixels a picture may have, by its header; at least 1.</param>
    public PictureDecoder(long pixelsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsMax, 1);
        this.pixelsMax = pixelsMax;
        LibVips.Ensure();
    }

    /// <summary>Decodes, turns, crops and resizes a picture.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="preprocessing">What the model wants.</param>
    /// <param name="pixels">Takes <see cref="Preprocessing.PixelBytes"/> bytes: rows of red, green, blue. Undefined when the picture is refused.</param>
    public DecodeOutcome Decode(ReadOnlyMemory<byte> file, Preprocessing preprocessing, Span<byte> pixels)
    {
        if (ImageFormats.Detect(file.Span[..Math.Min(file.Length, ImageFormats.HeaderBytes)]) is not { } format)
        {
            return DecodeOutcome.Refused(ErrorCodes.UnsupportedMediaType, $"The file is none of the accepted formats: {ImageFormats.Accepted}.");
        }

        try
        {
            using var picture = OpenPicture.Open(file.Span, format);
            return picture.Pixels <= pixelsMax ? Decode(file.Span, picture, preprocessing, pixels) : TooLarge(picture);
        }
        catch (VipsException)
        {
            return DecodeOutcome.Refused(
                ErrorCodes.ImageUnreadable, $"The file begins as {format.ToWireName()}, but is damaged, cut short or of a kind that isn't read.");
        }
    }

    private DecodeOutcome Decode(ReadOnlySpan<byte> file, OpenPicture picture, Preprocessing preprocessing, Span<byte> pixels)
    {
        var orientation = picture.Orientation;
        using var stored = picture.Reduced(file, preprocessing);
        var side = preprocessing.CropSide(stored.Width, stored.Height);
        var (left, top) = orientation.CentredSquare(stored.Width, stored.Height, side);
        using var cropped = stored.Crop(left, top, side, side);
        using var rgb = RgbConversion.ToRgb(cropped, preprocessing.Background);
        using var held = orientation.IsUpright ? rgb : rgb.CopyMemory();
        using var upright = orientation.Turn(held);
        using var decoded = NativePixels.Of(upright);
        resizer.Resize(decoded.Span, side, pixels, preprocessing.Size);
        var (width, height) = orientation.SwapsAxes ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        return DecodeOutcome.Decoded(new(picture.Format.ToWireName(), width, height, ""));
    }

    private DecodeOutcome TooLarge(OpenPicture picture) => DecodeOutcome.Refused(
        ErrorCodes.ImageTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"The picture has {picture.Width} × {picture.Height} pixels; at most {pixelsMax:N0} are accepted."));
}
