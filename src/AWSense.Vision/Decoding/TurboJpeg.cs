using System.Runtime.InteropServices;

namespace AWSense.Vision.Decoding;

/// <summary>libjpeg-turbo by itself, where the machine has it: it decodes a photo to the same pixels as libvips, which has a descendant of it inside, in about half of the time.</summary>
/// <remarks>
/// It takes what nearly all photos are: YCbCr or grey, with segments that <see cref="JpegSegments"/> can read, and without a fault. Whatever is otherwise (CMYK, damage, a file
/// that ends too early) is left to libvips, so that both ways refuse the same. The functions are those of version 2, which version 3 still has. Version 3 reads lossless files,
/// too, and those at full size whatever it is asked for: they must not get here. Source: turbojpeg.h of libjpeg-turbo 2.1 and 3.1.
/// </remarks>
internal sealed unsafe class TurboJpeg
{
    private const int YCbCr = 1; // TJCS_YCbCr
    private const int Grey = 2;  // TJCS_GRAY
    private const int RgbPixels = 0;  // TJPF_RGB
    private const int GreyPixels = 6; // TJPF_GRAY
    private const int StopOnWarning = 1 << 13; // TJFLAG_STOPONWARNING
    private const int LimitScans = 1 << 15;    // TJFLAG_LIMITSCANS

    private readonly delegate* unmanaged<nint> open;
    private readonly delegate* unmanaged<nint, int> close;
    private readonly delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int> readHeader;
    private readonly delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int> decompress;

    private TurboJpeg(nint open, nint close, nint readHeader, nint decompress)
    {
        this.open = (delegate* unmanaged<nint>)open;
        this.close = (delegate* unmanaged<nint, int>)close;
        this.readHeader = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)readHeader;
        this.decompress = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)decompress;
    }

    /// <summary>The machine's library; null where there is none.</summary>
    internal static TurboJpeg? Installed { get; } = Find();

    /// <summary>Reads what a JPEG says of itself.</summary>
    /// <param name="file">One whose segments <see cref="JpegSegments"/> has read.</param>
    /// <returns>Null when it isn't one for this.</returns>
    internal JpegHeader? ReadHeader(ReadOnlySpan<byte> file)
    {
        var decoder = open();
        try
        {
            fixed (byte* bytes = file)
            {
                int width = 0, height = 0, subsampling = 0, colours = 0;
                var isRead = readHeader(decoder, bytes, LengthOf(file), &width, &height, &subsampling, &colours) == 0;
                return isRead && colours is YCbCr or Grey ? new(width, height, colours == Grey) : null;
            }
        }
        finally
        {
            close(decoder);
        }
    }

    /// <summary>Decodes a JPEG.</summary>
    /// <param name="header">As it was read.</param>
    /// <param name="reduction">How much smaller to decode it: 1, 2, 4 or 8.</param>
    /// <param name="orientation">As EXIF numbers it.</param>
    /// <returns>The picture; null when it has a fault, or would end with a part of a reduced pixel, which libvips drops and this rounds up.</returns>
    internal DecodedPicture? Decode(ReadOnlySpan<byte> file, JpegHeader header, int reduction, int orientation)
    {
        if (header.Width % reduction != 0 || header.Height % reduction != 0)
        {
            return null;
        }

        var picture = new DecodedPicture(header.Width / reduction, header.Height / reduction, header.IsGrey ? 1 : 3, orientation);
        var decoder = open();
        try
        {
            fixed (byte* bytes = file)
            {
                var pixels = header.IsGrey ? GreyPixels : RgbPixels;
                if (decompress(decoder, bytes, LengthOf(file), picture.Memory, picture.Width, picture.Width * picture.Bands, picture.Height, pixels, StopOnWarning | LimitScans) == 0)
                {
                    return picture;
                }
            }
        }
        finally
        {
            close(decoder);
        }

        picture.Dispose();
        return null;
    }

    private static CULong LengthOf(ReadOnlySpan<byte> file) => new((nuint)file.Length);

    // By the name of its interface's version on Linux, where packages have it so; beside the program or where the system looks.
    private static TurboJpeg? Find()
    {
        string[] names = OperatingSystem.IsWindows() ? ["turbojpeg.dll"] : OperatingSystem.IsMacOS() ? ["libturbojpeg.0.dylib", "libturbojpeg.dylib"] : ["libturbojpeg.so.0"];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, typeof(TurboJpeg).Assembly, searchPath: null, out var library)
                && NativeLibrary.TryGetExport(library, "tjInitDecompress", out var open)
                && NativeLibrary.TryGetExport(library, "tjDestroy", out var close)
                && NativeLibrary.TryGetExport(library, "tjDecompressHeader3", out var readHeader)
                && NativeLibrary.TryGetExport(library, "tjDecompress2", out var decompress))
            {
                return new(open, close, readHeader, decompress);
            }
        }

        return null;
    }
}

/// <summary>What a JPEG says of itself.</summary>
/// <param name="Width">At full size, in pixels.</param>
/// <param name="Height">As above.</param>
/// <param name="IsGrey">Whether it has one sample a pixel; otherwise three.</param>
internal readonly record struct JpegHeader(int Width, int Height, bool IsGrey);
