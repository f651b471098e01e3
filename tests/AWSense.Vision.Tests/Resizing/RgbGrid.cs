using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Resizing;

/// <summary>A picture as tests think of it.</summary>
internal sealed class RgbGrid
{
    private readonly Rgb[] pixels;

    private RgbGrid(int width, int height, Rgb[] pixels) => (Width, Height, this.pixels) = (width, height, pixels);

    internal int Width { get; }

    internal int Height { get; }

    internal Rgb this[int x, int y] => pixels[(y * Width) + x];

    internal static RgbGrid Of(int width, int height, Func<int, int, Rgb> pixel)
    {
        var pixels = new Rgb[width * height];
        for (var at = 0; at < pixels.Length; at++)
        {
            pixels[at] = pixel(at % width, at / width);
        }

        return new(width, height, pixels);
    }

    internal static RgbGrid Of(int width, int height, byte[] rgb) => Of(width, height, (x, y) =>
    {
        var at = ((y * width) + x) * 3;
        return new(rgb[at], rgb[at + 1], rgb[at + 2]);
    });

    /// <summary>Noise, which shows every misplaced pixel and drives the sums to their ends.</summary>
    internal static RgbGrid Noise(int width, int height, int seed)
    {
        var rgb = new byte[width * height * 3];
        new Random(seed).NextBytes(rgb);
        for (var at = 0; at < rgb.Length; at++)
        {
            rgb[at] = rgb[at] < 64 ? (byte)0 : rgb[at] > 192 ? (byte)255 : rgb[at];
        }

        return Of(width, height, rgb);
    }

    internal byte[] ToBytes() => [.. pixels.SelectMany(pixel => new[] { pixel.R, pixel.G, pixel.B })];
}
