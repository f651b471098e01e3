using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AWSense.Core.Images;

/// <summary>Pixels as a model takes them, archived as a binary PPM: what a client sent as a tensor, and what is neither cropped nor resized.</summary>
/// <remarks>
/// PPM (Netpbm's <c>P6</c>, 8 bits a channel) is the plainest file that others can show. No upload is taken for one
/// (<see cref="ImageFormats.Detect"/> doesn't know it), so in the archive it can only come from a tensor.
/// </remarks>
public static class PixelTensor
{
    /// <summary>Values a pixel has: red, green, blue.</summary>
    public const int Channels = 3;

    private static ReadOnlySpan<byte> Magic => "P6\n"u8;

    private static ReadOnlySpan<byte> Depth => "\n255\n"u8;

    /// <summary>What stands before the pixels.</summary>
    public static byte[] Header(int width, int height) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{width} {height}\n255\n"));

    /// <summary>Reads what <see cref="Header"/> has begun.</summary>
    /// <param name="pixels">Rows of RGB pixels, as many as width and height say.</param>
    /// <returns>False when it is another file, or one that ends too early or late.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, out int width, out int height, out ReadOnlySpan<byte> pixels)
    {
        (width, height) = (0, 0);
        pixels = default;
        if (!file.StartsWith(Magic))
        {
            return false;
        }

        var rest = file[Magic.Length..];
        if (!Utf8Parser.TryParse(rest, out width, out var read) || rest.Length <= read || rest[read] != ' ')
        {
            return false;
        }

        rest = rest[(read + 1)..];
        if (!Utf8Parser.TryParse(rest, out height, out read) || !rest[read..].StartsWith(Depth))
        {
            return false;
        }

        pixels = rest[(read + Depth.Length)..];
        return width > 0 && height > 0 && pixels.Length == (long)width * height * Channels;
    }
}
