using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AWSense.Vision.Resizing;

/// <summary>Loops for x64 processors with AVX2.</summary>
/// <remarks>
/// A 32-bit product costs AVX2 twice as much as two pairs of 16-bit products with their sum (vpmaddwd). Weights have 23 bits,
/// so each is split in two parts of 16 bits at most, and the sums of both parts are joined at the end; all of it is exact.
/// </remarks>
internal sealed class Avx2Kernel : IResizeKernel
{
    /// <summary>The narrowest output: <see cref="Vertical"/> writes 16 bytes at once.</summary>
    internal const int OutputMin = 6;

    private const int Columns = 16;
    private const byte Zero = 0x80; // vpshufb makes a zero byte of an index with the upper bit

    /// <summary>Whether this processor has what the loops need, and the output is wide enough.</summary>
    internal static bool IsSupported(int output) => Avx2.IsSupported && output >= OutputMin;

    public static void Horizontal(
        ResizeAxis axis, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> upperOutput, Span<byte> lowerOutput)
    {
        // Pixels 0 and 1 (2 and 3) of each row become R0 R1 G0 G1 B0 B1 0 0 in 16 bits; a row has one half of the register.
        var firstPixels = Vector256.Create(Vector128.Create(
            0, Zero, 3, Zero, 1, Zero, 4, Zero, 2, Zero, 5, Zero, Zero, Zero, Zero, Zero));
        var lastPixels = Vector256.Create(Vector128.Create(
            6, Zero, 9, Zero, 7, Zero, 10, Zero, 8, Zero, 11, Zero, Zero, Zero, Zero, Zero));
        ref var upperStart = ref MemoryMarshal.GetReference(upper);
        ref var lowerStart = ref MemoryMarshal.GetReference(lower);
        ref var pairs = ref MemoryMarshal.GetArrayDataReference(axis.Pairs);
        for (var x = 0; x < axis.Output; x++)
        {
            var high = Vector256<int>.Zero;
            var low = Vector256.Create(ResizeAxis.Half);
            var source = (nuint)(uint)(axis.First[x] * 3);
            for (int at = axis.Offsets[x], end = axis.Offsets[x + 1]; at < end; at += ResizeAxis.GroupSize, source += 12)
            {
                var pixels = Vector256.Create(
                    Vector128.LoadUnsafe(ref upperStart, source), Vector128.LoadUnsafe(ref lowerStart, source));
                ref var weights = ref Unsafe.Add(ref pairs, at);
                var first = Avx2.Shuffle(pixels, firstPixels).AsInt16();
                high += Avx2.MultiplyAddAdjacent(first, Vector256.Create(weights).AsInt16());
                low += Avx2.MultiplyAddAdjacent(first, Vector256.Create(Unsafe.Add(ref weights, 1)).AsInt16());
                var last = Avx2.Shuffle(pixels, lastPixels).AsInt16();
                high += Avx2.MultiplyAddAdjacent(last, Vector256.Create(Unsafe.Add(ref weights, 2)).AsInt16());
                low += Avx2.MultiplyAddAdjacent(last, Vector256.Create(Unsafe.Add(ref weights, 3)).AsInt16());
            }

            var values = Join(high, low);
            var words = Avx2.PackSignedSaturate(values, values);
            var bytes = Avx2.PackUnsignedSaturate(words, words).AsUInt32();
            Unsafe.WriteUnaligned(ref upperOutput[x * 3], bytes.GetElement(0));
            Unsafe.WriteUnaligned(ref lowerOutput[x * 3], bytes.GetElement(4));
        }
    }

    public static void Vertical(ResizeAxis axis, int y, ReadOnlySpan<byte> rows, int stride, Span<byte> output)
    {
        for (var x = 0; x < output.Length - Columns; x += Columns)
        {
            Block(axis, y, rows[x..], stride).CopyTo(output[x..]);
        }

        // The last block overlaps the one before it, and writes the same bytes again.
        var tail = output.Length - Columns;
        Block(axis, y, rows[tail..], stride).CopyTo(output[tail..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Block(ResizeAxis axis, int y, ReadOnlySpan<byte> rows, int stride)
    {
        var (highLeft, highRight) = (Vector256<int>.Zero, Vector256<int>.Zero);
        var lowLeft = Vector256.Create(ResizeAxis.Half);
        var lowRight = lowLeft;
        ref var start = ref MemoryMarshal.GetReference(rows);
        ref var pairs = ref MemoryMarshal.GetArrayDataReference(axis.Pairs);
        var (row, lastRow) = (axis.First[y], axis.Input - 1);
        for (int at = axis.Offsets[y], end = axis.Offsets[y + 1]; at < end; at += 2, row += 2)
        {
            // Padding has no weight, but must be read from somewhere.
            var even = Vector128.LoadUnsafe(ref start, (nuint)(uint)(Math.Min(row, lastRow) * stride));
            var odd = Vector128.LoadUnsafe(ref start, (nuint)(uint)(Math.Min(row + 1, lastRow) * stride));
            var highWeights = Vector256.Create(Unsafe.Add(ref pairs, at)).AsInt16();
            var lowWeights = Vector256.Create(Unsafe.Add(ref pairs, at + 1)).AsInt16();
            var left = Avx2.ConvertToVector256Int16(Sse2.UnpackLow(even, odd));
            highLeft += Avx2.MultiplyAddAdjacent(left, highWeights);
            lowLeft += Avx2.MultiplyAddAdjacent(left, lowWeights);
            var right = Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(even, odd));
            highRight += Avx2.MultiplyAddAdjacent(right, highWeights);
            lowRight += Avx2.MultiplyAddAdjacent(right, lowWeights);
        }

        // Packing works in halves of the register, so that the quarters in the middle must change places.
        var words = Avx2.PackSignedSaturate(Join(highLeft, lowLeft), Join(highRight, lowRight));
        words = Avx2.Permute4x64(words.AsInt64(), 0b11_01_10_00).AsInt16();
        return Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
    }

    private static Vector256<int> Join(Vector256<int> high, Vector256<int> low) =>
        ((high << ResizeAxis.LowBits) + low) >> ResizeAxis.FractionBits;
}
