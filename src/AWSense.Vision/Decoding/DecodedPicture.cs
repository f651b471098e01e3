using System.Runtime.InteropServices;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>A picture's pixels as stored (not yet turned): 8 bits a sample, 1 to 4 samples a pixel, in native memory.</summary>
internal sealed unsafe class DecodedPicture : IDisposable
{
    private readonly int length;
    private byte* pixels;

    /// <summary>Takes memory for a picture, whose pixels are undefined.</summary>
    internal DecodedPicture(int width, int height, int bands, int orientation)
    {
        Width = width;
        Height = height;
        Bands = bands;
        Orientation = orientation;
        length = checked(Width * Height * Bands);
        pixels = (byte*)NativeMemory.Alloc((nuint)length);
    }

    /// <summary>Computes an image of libvips.</summary>
    /// <exception cref="VipsException">The data can't be decoded, or ends too early.</exception>
    internal DecodedPicture(Image bytes, int orientation)
        : this(bytes.Width, bytes.Height, bytes.Bands, orientation) => LibVipsRegion.Write(bytes, pixels, length);

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>1 is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</summary>
    internal int Bands { get; }

    /// <summary>As EXIF numbers it; anything but 2 to 8 is upright.</summary>
    internal int Orientation { get; }

    /// <summary>Where a decoder writes the pixels, row by row without gaps. Not to be used after disposal.</summary>
    internal byte* Memory => pixels;

    /// <summary>All pixels, row by row without gaps. Not to be used after disposal.</summary>
    internal ReadOnlySpan<byte> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(pixels is null, this);
            return new(pixels, length);
        }
    }

    /// <summary>Gives the memory back; calling it again does nothing.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    ~DecodedPicture() => Free();

    private void Free()
    {
        NativeMemory.Free(pixels); // freeing null does nothing
        pixels = null;
    }
}
