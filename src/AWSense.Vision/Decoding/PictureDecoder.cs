using System.Globalization;
using System.Runtime.InteropServices;
using AWSense.Core.Images;
using AWSense.Core.Results;
using AWSense.Vision.Models;
using AWSense.Vision.Resizing;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>Turns files of strangers into the pixels a model wants, exactly as <c>models/README.md</c> says. Safe to share between threads.</summary>
/// <remarks>
/// Only the formats of <see cref="ImageFormats"/> are decoded. A file that ends too early is refused. Damage inside a JPEG's data that
/// leaves it decodable isn't noticed, since JPEG has no checksum: such a picture is classified as it looks.
/// </remarks>
public sealed unsafe class PictureDecoder
{
    /// <summary>Pixels of four bytes that one block of memory can hold, whatever the limit says.</summary>
    private const long AddressableMax = int.MaxValue / 4;

    private readonly long pixelsMax;
    private readonly TurboJpeg? turboJpeg;
    private readonly BicubicResizer resizer = new();

    /// <param name="pixelsMax">The most pixels a picture may have, by its header; at least 1. Above 536 million it is taken as that.</param>
    public PictureDecoder(long pixelsMax)
        : this(pixelsMax, TurboJpeg.Installed)
    {
    }

    /// <param name="turboJpeg">Null has libvips decode everything.</param>
    internal PictureDecoder(long pixelsMax, TurboJpeg? turboJpeg)
    {
        this.turboJpeg = turboJpeg;
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsMax, 1);
        this.pixelsMax = Math.Min(pixelsMax, AddressableMax);
        LibVips.EnsureReady();
    }

    /// <summary>Reads a picture of the archive: as <see cref="Decode"/> does, but pixels that came as a tensor are taken as they are.</summary>
    /// <inheritdoc cref="Decode" path="/param"/>
    /// <inheritdoc cref="Decode" path="/returns"/>
    public DecodeOutcome Read(ReadOnlyMemory<byte> file, Preprocessing preprocessing, Span<byte> pixels)
    {
        if (!PixelTensor.TryRead(file.Span, out var width, out var height, out var tensor))
        {
            return Decode(file, preprocessing, pixels);
        }

        if (width != preprocessing.Size || height != preprocessing.Size)
        {
            return DecodeOutcome.Refused(
                ErrorCodes.ImageUnreadable,
                string.Create(CultureInfo.InvariantCulture, $"The tensor has {width} × {height} pixels; the model takes {preprocessing.Size} × {preprocessing.Size}."));
        }

        tensor.CopyTo(pixels);
        return DecodeOutcome.Decoded(new(ImageFormat.Ppm.ToWireName(), width, height, ""));
    }

    /// <summary>Decodes, turns, crops and resizes a picture.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="preprocessing">What the model wants.</param>
    /// <param name="pixels">Takes <see cref="Preprocessing.PixelBytes"/> bytes: rows of RGB pixels. Undefined after an error.</param>
    /// <returns>What the picture is, or what is wrong with it. Nothing that a file holds makes this throw.</returns>
    public DecodeOutcome Decode(ReadOnlyMemory<byte> file, Preprocessing preprocessing, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, preprocessing.PixelBytes, nameof(pixels));
        if (ImageFormats.Detect(file.Span) is not { } format)
        {
            return DecodeOutcome.Refused(
                ErrorCodes.UnsupportedMediaType, $"The file is none of the accepted formats: {ImageFormats.Accepted}.");
        }

        try
        {
            using var picture = new PictureFile(file, format, turboJpeg);
            if (picture.PixelCount > pixelsMax)
            {
                return TooLarge(picture);
            }

            using var decoded = picture.Decode(preprocessing);
            Shape(decoded, preprocessing, pixels[..preprocessing.PixelBytes]);
            return DecodeOutcome.Decoded(picture.Info);
        }
        catch (VipsException)
        {
            // Its message is about our internals and may be many lines; whoever sent the picture learns what to do from this one.
            return DecodeOutcome.Refused(
                ErrorCodes.ImageUnreadable, $"The file begins as {format.ToWireName()}, but is damaged, cut short or of a kind that isn't read.");
        }
    }

    /// <summary>Turns, crops and resizes decoded pixels.</summary>
    internal void Shape(DecodedPicture picture, Preprocessing preprocessing, Span<byte> pixels)
    {
        var swaps = Turn.SwapsSides(picture.Orientation);
        var crop = CentreCrop.Of(
            swaps ? picture.Height : picture.Width, swaps ? picture.Width : picture.Height, preprocessing.Fraction);
        if (UprightCrop.IsPlain(picture))
        {
            var first = ((crop.Top * picture.Width) + crop.Left) * 3;
            resizer.Resize(new PixelSquare(picture.Pixels[first..], picture.Width * 3, crop.Side), pixels, preprocessing.Size);
            return;
        }

        ShapeTurned(picture, crop, preprocessing, pixels);
    }

    private DecodeOutcome TooLarge(PictureFile picture) => DecodeOutcome.Refused(
        ErrorCodes.ImageTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"The picture has {picture.Width} × {picture.Height} pixels; at most {pixelsMax:N0} are accepted."));

    // The square of a large PNG may have 100 MB, which a pool would keep for good.
    private void ShapeTurned(DecodedPicture picture, CentreCrop crop, Preprocessing preprocessing, Span<byte> pixels)
    {
        var length = checked(crop.Side * crop.Side * 3);
        var square = NativeMemory.Alloc((nuint)length);
        try
        {
            var rgb = new Span<byte>(square, length);
            UprightCrop.Write(picture, crop, preprocessing.Background, rgb);
            resizer.Resize(new PixelSquare(rgb, crop.Side * 3, crop.Side), pixels, preprocessing.Size);
        }
        finally
        {
            NativeMemory.Free(square);
        }
    }
}
