using System.Runtime.InteropServices;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>A picture's pixels as stored (not yet turned): 8 bits a sample, 1 to 4 samples a pixel, in native memory.</summary>
internal sealed unsafe class DecodedPicture : IDisposable
{
    // Rows are fetched in pieces that stay in the processor's cache, and below the size from which the collector keeps arrays apart (85,000 bytes).
    private const int PieceBytes = 64 * 1024;

    // Loaders decode 8 or 16 rows at once; a piece that ends within them has some of them copied twice.
    private const int RowsAtOnce = 16;

    private readonly int length;
    private byte* pixels;

    /// <remarks>On the calling thread. A sink of libvips would hand every few rows to a thread of its own and back: 176 system calls a photo, which cost more than a tenth of the decoding.</remarks>
    /// <exception cref="VipsException">The data can't be decoded, or ends too early.</exception>
    internal DecodedPicture(Image bytes, int orientation)
    {
        Width = bytes.Width;
        Height = bytes.Height;
        Bands = bytes.Bands;
        Orientation = orientation;
        length = checked(Width * Height * Bands);
        pixels = (byte*)NativeMemory.Alloc((nuint)length);
        Fetch(bytes);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>1 is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</summary>
    internal int Bands { get; }

    /// <summary>As EXIF numbers it; anything but 2 to 8 is upright.</summary>
    internal int Orientation { get; }

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

    private void Fetch(Image bytes)
    {
        using var region = Region.New(bytes);
        var rowBytes = Width * Bands;
        var rows = PieceBytes / rowBytes;
        rows = rows > RowsAtOnce ? rows - (rows % RowsAtOnce) : Math.Max(1, rows);
        for (var top = 0; top < Height; top += rows)
        {
            var piece = region.Fetch(0, top, Width, Math.Min(rows, Height - top));
            piece.CopyTo(new Span<byte>(pixels, length)[(top * rowBytes)..]);
        }
    }

    private void Free()
    {
        NativeMemory.Free(pixels); // freeing null does nothing
        pixels = null;
    }
}
