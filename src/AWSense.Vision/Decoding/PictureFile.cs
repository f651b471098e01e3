using AWSense.Core.Images;
using AWSense.Core.Results;
using AWSense.Vision.Models;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>An opened picture whose header has been read and whose pixels have not.</summary>
internal sealed class PictureFile : IDisposable
{
    private readonly ReadOnlyMemory<byte> file;
    private readonly ImageFormat format;
    private readonly TurboJpeg? turboJpeg;
    private readonly JpegHeader? jpeg;
    private readonly Image? header;

    /// <param name="turboJpeg">Decodes the JPEGs that it can; null where the machine has none.</param>
    /// <exception cref="VipsException">The header can't be read.</exception>
    internal PictureFile(ReadOnlyMemory<byte> file, ImageFormat format, TurboJpeg? turboJpeg)
    {
        this.file = file;
        this.format = format;
        this.turboJpeg = turboJpeg;
        var segments = format is ImageFormat.Jpeg && turboJpeg is not null ? JpegSegments.Read(file.Span) : null;
        jpeg = segments is null ? null : turboJpeg!.ReadHeader(file.Span);
        if (jpeg is { } known && segments is { HasExif: false })
        {
            (Width, Height, Orientation) = (known.Width, known.Height, 1);
            return;
        }

        header = Open(reduction: 1);
        (Width, Height) = (header.Width, header.Height);

        // The decoder turns AVIF itself, as that format's own fields say.
        Orientation = format is not ImageFormat.Avif && header.Contains("orientation") && header.Get("orientation") is int value ? value : 1;
    }

    /// <summary>Of the stored picture, in pixels.</summary>
    internal int Width { get; }

    /// <summary>Of the stored picture, in pixels.</summary>
    internal int Height { get; }

    /// <summary>As EXIF numbers it.</summary>
    internal int Orientation { get; }

    /// <summary>What the picture is when it is turned upright, with an empty hash.</summary>
    internal ImageInfo Info
    {
        get
        {
            var (width, height) = Turn.SwapsSides(Orientation) ? (Height, Width) : (Width, Height);
            return new(format.ToWireName(), width, height, Sha256: "");
        }
    }

    /// <summary>Pixels of the picture at full size.</summary>
    internal long PixelCount => (long)Width * Height;

    /// <summary>Decodes the whole picture, so that one cut short is noticed wherever it is cut. It can be done once, since the file is read from front to back.</summary>
    /// <param name="preprocessing">Tells how large the pixels must be; more than that isn't decoded where the format saves time by it.</param>
    /// <exception cref="VipsException">The data can't be decoded, or ends too early.</exception>
    internal DecodedPicture Decode(Preprocessing preprocessing)
    {
        var reduction = format is ImageFormat.Jpeg ? JpegReduction.Of(Width, Height, preprocessing) : 1;
        var decoded = jpeg is { } plain ? turboJpeg!.Decode(file.Span, plain, reduction, Orientation) : null;
        return decoded ?? DecodeReduced(reduction);
    }

    public void Dispose() => header?.Dispose();

    private DecodedPicture DecodeReduced(int reduction)
    {
        using var reduced = reduction > 1 || header is null ? Open(reduction) : null;
        using var srgb = ToScreenColours(reduced ?? header!);
        using var bytes = ToBytes(srgb);
        using var bands = bytes.Bands > 4 ? bytes.ExtractBand(0, n: 3) : bytes;
        return new DecodedPicture(bands, Orientation);
    }

    // Only the first frame of an animation is opened, which is the default of every loader. The TIFF loader leaves tiles black
    // that it can't read, and calls that a warning; the other loaders warn of much that is harmless.
    private Image Open(int reduction) => Image.NewFromBuffer(
        file.Span,
        access: Enums.Access.Sequential,
        failOn: format is ImageFormat.Tiff ? Enums.FailOn.Warning : Enums.FailOn.Truncated,
        kwargs: reduction > 1 ? new VOption { { "shrink", reduction } } : null);

    // Where there is nothing to do, this and the next step give what they got: a step that only copies costs as much as a few rows of a photo.
    private static Image ToScreenColours(Image image) => image.Interpretation switch
    {
        Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Bw or Enums.Interpretation.Multiband
            or Enums.Interpretation.Rgb16 or Enums.Interpretation.Grey16 => image,
        _ => image.Colourspace(Enums.Interpretation.Srgb),
    };

    // The high byte of 16 bits, as the contract says; of other samples (floats in TIFF) what fits a byte.
    private static Image ToBytes(Image image) => image.Format switch
    {
        Enums.BandFormat.Uchar => image,
        Enums.BandFormat.Ushort => image.Cast(Enums.BandFormat.Uchar, shift: true),
        _ => image.Cast(Enums.BandFormat.Uchar),
    };
}
