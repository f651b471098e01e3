using AWSense.Core.Images;
using AWSense.Vision.Models;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>A picture whose header is read and whose pixels are not: libvips decodes when they are asked for.</summary>
internal sealed class OpenPicture : IDisposable
{
    private readonly Image image;

    private OpenPicture(Image image, ImageFormat format)
    {
        this.image = image;
        Format = format;
    }

    /// <summary>Its format.</summary>
    public ImageFormat Format { get; }

    /// <summary>Width as stored.</summary>
    public int Width => image.Width;

    /// <summary>Height as stored; of the first frame.</summary>
    public int Height => image.Height;

    /// <summary>Pixels of the first frame.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>How to turn it upright. The AVIF decoder has done that already.</summary>
    public Orientation Orientation => Format != ImageFormat.Avif && image.Contains("orientation") ? new((int)image.Get("orientation")) : new(1);

    /// <summary>Reads the header.</summary>
    /// <exception cref="VipsException">It can't be read.</exception>
    public static OpenPicture Open(ReadOnlySpan<byte> file, ImageFormat format) => new(Load(file), format);

    /// <summary>The picture to decode from top to bottom, reduced as far as the model allows.</summary>
    /// <returns>An image that the caller disposes of; it may be this one's.</returns>
    public Image Reduced(ReadOnlySpan<byte> file, Preprocessing preprocessing)
    {
        var reduction = Format == ImageFormat.Jpeg ? preprocessing.JpegReduction(Width, Height) : 1;
        return reduction == 1 ? image : Load(file, new VOption { { "shrink", reduction } });
    }

    public void Dispose() => image.Dispose();

    // A file that ends too early is refused when its pixels are read.
    private static Image Load(ReadOnlySpan<byte> file, VOption? options = null) =>
        Image.NewFromBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated, kwargs: options);
}
