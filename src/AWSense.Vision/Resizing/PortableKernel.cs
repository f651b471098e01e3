using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AWSense.Vision.Resizing;

/// <summary>Loops for any processor: 128-bit vectors where it has them (NEON, SSE4.1), plain arithmetic by the runtime where not.</summary>
internal sealed class PortableKernel : IResizeKernel
{
    private const int Columns = 4;

    public static void Horizontal(
        ResizeAxis axis, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> upperOutput, Span<byte> lowerOutput)
    {
        Row(axis, upper, upperOutput);
        Row(axis, lower, lowerOutput);
    }

    public static void Vertical(ResizeAxis axis, int y, ReadOnlySpan<byte> rows, int stride, Span<byte> output)
    {
        Span<byte> bytes = stackalloc byte[Columns];
        for (var x = 0; x < output.Length; x += Columns)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Block(axis, y, rows[x..], stride));
            bytes[..Math.Min(Columns, output.Length - x)].CopyTo(output[x..]);
        }
    }

    private static void Row(ResizeAxis axis, ReadOnlySpan<byte> row, Span<byte> output)
    {
        for (var x = 0; x < axis.Output; x++)
        {
            var sum = Vector128.Create(ResizeAxis.Half);
            var source = axis.First[x] * 3;
            foreach (var weight in axis.Weights.AsSpan(axis.Offsets[x]..axis.Offsets[x + 1]))
            {
                sum += Load(row, source) * weight;
                source += 3;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(output[(x * 3)..], ToBytes(sum));
        }
    }

    private static uint Block(ResizeAxis axis, int y, ReadOnlySpan<byte> rows, int stride)
    {
        var sum = Vector128.Create(ResizeAxis.Half);
        var (row, lastRow) = (axis.First[y], axis.Input - 1);
        foreach (var weight in axis.Weights.AsSpan(axis.Offsets[y]..axis.Offsets[y + 1]))
        {
            // Padding has no weight, but must be read from somewhere.
            sum += Load(rows, Math.Min(row++, lastRow) * stride) * weight;
        }

        return ToBytes(sum);
    }

    private static Vector128<int> Load(ReadOnlySpan<byte> bytes, int at)
    {
        var four = Vector128.CreateScalar(MemoryMarshal.Read<uint>(bytes[at..])).AsByte();
        return Vector128.WidenLower(Vector128.WidenLower(four)).AsInt32();
    }

    private static uint ToBytes(Vector128<int> sum)
    {
        var values = Vector128.Clamp(sum >> ResizeAxis.FractionBits, Vector128<int>.Zero, Vector128.Create(255)).AsUInt32();
        var words = Vector128.Narrow(values, values);
        return Vector128.Narrow(words, words).AsUInt32().ToScalar();
    }
}
