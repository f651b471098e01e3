using System.Reflection;
using System.Runtime.InteropServices;
using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>Has libvips compute pixels on the calling thread, right into memory of ours.</summary>
/// <remarks>
/// A sink of libvips hands every strip of rows to a thread of its own and back: 176 system calls a photo, which cost more than a tenth of the decoding.
/// NetVips has regions, but copies what they hold into arrays.
/// </remarks>
internal static unsafe partial class LibVipsRegion
{
    private const string Library = "vips";

    // A strip stays in the processor's cache. Loaders decode 8 or 16 rows at once, and some would do those twice between which it ends.
    private const int StripBytes = 64 * 1024;
    private const int RowsAtOnce = 16;

    static LibVipsRegion() => NativeLibrary.SetDllImportResolver(typeof(LibVipsRegion).Assembly, Resolve);

    /// <summary>Computes all of an image.</summary>
    /// <param name="image">Of 8 bits a sample.</param>
    /// <param name="pixels">Takes its rows without gaps.</param>
    /// <exception cref="VipsException">It can't be computed.</exception>
    internal static void Write(Image image, byte* pixels, int length)
    {
        var (width, height, bands) = (image.Width, image.Height, image.Bands);
        using var memory = Image.NewFromMemory((IntPtr)pixels, (ulong)length, width, height, bands, Enums.BandFormat.Uchar);
        using var target = Region.New(memory);
        using var source = Region.New(image);
        Check(Attach(target, new(0, 0, width, height)));
        var rows = RowsOf(width * bands);
        for (var top = 0; top < height; top += rows)
        {
            Check(PrepareTo(source, target, new(0, top, width, Math.Min(rows, height - top)), 0, top));
        }
    }

    private static int RowsOf(int rowBytes) => Math.Max(RowsAtOnce, StripBytes / rowBytes / RowsAtOnce * RowsAtOnce);

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new VipsException("A picture's pixels can't be computed.");
        }
    }

    // As NetVips finds it, whose packages have it under the name that the platform gives it.
    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? paths) => name != Library ? IntPtr.Zero : NativeLibrary.Load(
        OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42", assembly, paths);

    [LibraryImport(Library, EntryPoint = "vips_region_image")]
    private static partial int Attach(Region region, in Area area);

    [LibraryImport(Library, EntryPoint = "vips_region_prepare_to")]
    private static partial int PrepareTo(Region source, Region target, in Area area, int left, int top);

    /// <summary>libvips' <c>VipsRect</c>.</summary>
    private readonly record struct Area(int Left, int Top, int Width, int Height);
}
