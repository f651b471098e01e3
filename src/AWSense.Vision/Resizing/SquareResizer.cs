using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AWSense.Vision.Resizing;

/// <summary>Resizes square RGB pictures exactly as Pillow's <c>resize(BICUBIC)</c> does: all rows first, rounded to bytes, then all columns.</summary>
/// <remarks>Thread-safe. Allocates nothing once the kernel of a size is known.</remarks>
public sealed class SquareResizer
{
    private const int Channels = 3;
    private const int Half = 1 << (BicubicKernel.FractionBits - 1);

    private readonly KernelCache kernels = new();

    /// <summary>Resizes a picture.</summary>
    /// <param name="source">Rows of red, green, blue: <paramref name="side"/>² × 3 bytes.</param>
    /// <param name="side">Side of the source, at least 1.</param>
    /// <param name="destination">Takes <paramref name="size"/>² × 3 bytes.</param>
    /// <param name="size">Side of the destination, at least 3.</param>
    public void Resize(ReadOnlySpan<byte> source, int side, Span<byte> destination, int size)
    {
        source = source[..(side * side * Channels)];
        destination = destination[..(size * size * Channels)];
        if (side == size)
        {
            source.CopyTo(destination); // A pass whose length doesn't change is skipped, and here neither does.
            return;
        }

        var kernel = kernels.Get(side, size);
        var rowBytes = size * Channels;
        var rented = ArrayPool<byte>.Shared.Rent(side * rowBytes);
        var rows = rented.AsSpan(0, side * rowBytes);
        ResizeRows(source, side, rows, size, kernel);
        ResizeColumns(rows, destination, rowBytes, kernel);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void ResizeRows(ReadOnlySpan<byte> source, int side, Span<byte> rows, int size, BicubicKernel kernel)
    {
        var sourceBytes = side * Channels;
        var rowBytes = size * Channels;
        for (var row = 0; row < side; row++)
        {
            var input = source[(row * sourceBytes)..];
            var output = rows.Slice(row * rowBytes, rowBytes);

            // The vector form reads one byte past a row's last pixel, which the last row doesn't have.
            if (row < side - 1)
            {
                ResizeRow(input, output, kernel);
            }
            else
            {
                ResizeLastRow(input, output, kernel);
            }
        }
    }

    private static void ResizeRow(ReadOnlySpan<byte> input, Span<byte> output, BicubicKernel kernel)
    {
        for (var index = 0; index < output.Length / Channels; index++)
        {
            ref var pixel = ref MemoryMarshal.GetReference(input[(kernel.Start(index) * Channels)..]);
            var sum = Vector128.Create(Half);
            foreach (var weight in kernel.Weights(index))
            {
                sum += LoadPixel(ref pixel) * Vector128.Create(weight);
                pixel = ref Unsafe.Add(ref pixel, Channels);
            }

            var bytes = Vector128.Clamp(sum >> BicubicKernel.FractionBits, Vector128<int>.Zero, Vector128.Create(255));
            output[(index * Channels) + 0] = (byte)bytes[0];
            output[(index * Channels) + 1] = (byte)bytes[1];
            output[(index * Channels) + 2] = (byte)bytes[2];
        }
    }

    // Four bytes, of which the fourth is the next pixel's and is left alone.
    private static Vector128<int> LoadPixel(ref byte pixel)
    {
        var packed = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref pixel)).AsByte();
        return Vector128.WidenLower(Vector128.WidenLower(packed)).AsInt32();
    }

    private static void ResizeLastRow(ReadOnlySpan<byte> input, Span<byte> output, BicubicKernel kernel)
    {
        for (var index = 0; index < output.Length; index++)
        {
            var (pixel, channel) = (index / Channels, index % Channels);
            var from = (kernel.Start(pixel) * Channels) + channel;
            var sum = Half;
            foreach (var weight in kernel.Weights(pixel))
            {
                sum += weight * input[from];
                from += Channels;
            }

            output[index] = (byte)Math.Clamp(sum >> BicubicKernel.FractionBits, 0, 255);
        }
    }

    private static void ResizeColumns(ReadOnlySpan<byte> rows, Span<byte> destination, int rowBytes, BicubicKernel kernel)
    {
        for (var row = 0; row < destination.Length / rowBytes; row++)
        {
            var input = rows[(kernel.Start(row) * rowBytes)..];
            var output = destination.Slice(row * rowBytes, rowBytes);
            var weights = kernel.Weights(row);
            for (var at = 0; at < rowBytes; at += Vector256<int>.Count)
            {
                // The last step goes over some bytes again rather than past the end.
                var column = Math.Min(at, rowBytes - Vector256<int>.Count);
                ResizeColumn(input[column..], output.Slice(column, Vector256<int>.Count), rowBytes, weights);
            }
        }
    }

    private static void ResizeColumn(ReadOnlySpan<byte> input, Span<byte> output, int rowBytes, ReadOnlySpan<int> weights)
    {
        var sum = Vector256.Create(Half);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            sum += LoadColumn(input.Slice(tap * rowBytes, Vector256<int>.Count)) * Vector256.Create(weights[tap]);
        }

        var clamped = Vector256.Clamp(sum >> BicubicKernel.FractionBits, Vector256<int>.Zero, Vector256.Create(255));
        var narrow = Vector128.Narrow(clamped.GetLower(), clamped.GetUpper());
        var bytes = Vector128.Narrow(narrow.AsUInt16(), narrow.AsUInt16());
        bytes.GetLower().CopyTo(output);
    }

    private static Vector256<int> LoadColumn(ReadOnlySpan<byte> bytes)
    {
        var packed = Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(bytes)).AsByte();
        return Vector256.WidenLower(Vector256.WidenLower(packed.ToVector256Unsafe())).AsInt32();
    }
}
