using System.Buffers;

namespace AWSense.Vision.Resizing;

/// <summary>Resizes squares of RGB pixels as Pillow's <c>resize(…, BICUBIC)</c> does, bit for bit. Safe to share between threads.</summary>
internal sealed class BicubicResizer
{
    private readonly ResizeAxisCache axes = new();

    /// <summary>Resizes with the fastest loops that this processor has.</summary>
    /// <param name="output">Takes <c>size * size * 3</c> bytes.</param>
    /// <param name="size">The output's side in pixels, at least 1.</param>
    internal void Resize(PixelSquare source, Span<byte> output, int size)
    {
        if (Avx2Kernel.IsSupported(size))
        {
            Resize<Avx2Kernel>(source, output, size);
        }
        else
        {
            Resize<PortableKernel>(source, output, size);
        }
    }

    /// <summary>Resizes with given loops.</summary>
    internal void Resize<TKernel>(PixelSquare source, Span<byte> output, int size)
        where TKernel : IResizeKernel
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, size * size * 3, nameof(output));
        if (source.Side == size)
        {
            Copy(source, output); // a pass whose length doesn't change is skipped, here both
            return;
        }

        var axis = axes.Get(source.Side, size);
        var stride = (size * 3) + IResizeKernel.Slack;
        var rented = ArrayPool<byte>.Shared.Rent((source.Side * stride) + (2 * PaddedLength(source)));
        try
        {
            var narrowed = rented.AsSpan(0, source.Side * stride);
            Narrow<TKernel>(axis, source, narrowed, stride, rented.AsSpan(narrowed.Length));
            for (var y = 0; y < size; y++)
            {
                TKernel.Vertical(axis, y, narrowed, stride, output.Slice(y * size * 3, size * 3));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Copy(PixelSquare source, Span<byte> output)
    {
        for (var y = 0; y < source.Side; y++)
        {
            source.Row(y).CopyTo(output[(y * source.Side * 3)..]);
        }
    }

    private static void Narrow<TKernel>(ResizeAxis axis, PixelSquare source, Span<byte> narrowed, int stride, Span<byte> padded)
        where TKernel : IResizeKernel
    {
        var length = PaddedLength(source);
        for (var y = 0; y < source.Side; y += 2)
        {
            var next = Math.Min(y + 1, source.Side - 1); // an odd last row is done twice
            var upper = WithSlack(source, y, padded[..length]);
            var lower = WithSlack(source, next, padded.Slice(length, length));
            TKernel.Horizontal(axis, upper, lower, narrowed.Slice(y * stride, stride), narrowed.Slice(next * stride, stride));
        }
    }

    // Only the last rows are copied, as the pixels end with them.
    private static ReadOnlySpan<byte> WithSlack(PixelSquare source, int y, Span<byte> padded)
    {
        var row = source.RowWithSlack(y, IResizeKernel.Slack);
        if (!row.IsEmpty)
        {
            return row;
        }

        source.Row(y).CopyTo(padded);
        return padded;
    }

    private static int PaddedLength(PixelSquare source) => (source.Side * 3) + IResizeKernel.Slack;
}
