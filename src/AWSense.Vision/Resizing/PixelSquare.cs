namespace AWSense.Vision.Resizing;

/// <summary>A square of RGB pixels, three bytes each, within a larger picture.</summary>
internal readonly ref struct PixelSquare
{
    /// <param name="pixels">From the square's first byte on, at least to its last.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="side">Pixels in a row, and rows.</param>
    internal PixelSquare(ReadOnlySpan<byte> pixels, int stride, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, side * 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, ((long)stride * (side - 1)) + (side * 3), nameof(pixels));
        Pixels = pixels;
        Stride = stride;
        Side = side;
    }

    internal ReadOnlySpan<byte> Pixels { get; }

    internal int Stride { get; }

    internal int Side { get; }

    /// <summary>A row's bytes.</summary>
    internal ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Stride, Side * 3);

    /// <summary>A row's bytes and some after them, or nothing when the pixels end before that.</summary>
    internal ReadOnlySpan<byte> RowWithSlack(int y, int slack) =>
        (y * Stride) + (Side * 3) + slack is var end && end <= Pixels.Length ? Pixels[(y * Stride)..end] : default;
}
