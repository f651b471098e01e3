using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>The decoded pixels of an image, in memory of libvips that goes back on dispose.</summary>
internal sealed unsafe class NativePixels : IDisposable
{
    private readonly nint address;
    private readonly int length;

    private NativePixels(nint address, int length) => (this.address, this.length) = (address, length);

    /// <summary>The pixels, until dispose.</summary>
    public ReadOnlySpan<byte> Span => new((void*)address, length);

    /// <summary>Decodes an image.</summary>
    /// <exception cref="VipsException">It can't be decoded, or ends too early.</exception>
    public static NativePixels Of(Image image)
    {
        var address = image.WriteToMemory(out var size);
        return new(address, checked((int)size));
    }

    public void Dispose() => NetVips.NetVips.Free(address);
}
