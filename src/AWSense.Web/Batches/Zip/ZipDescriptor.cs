using System.Buffers.Binary;

namespace AWSense.Web.Batches.Zip;

/// <summary>The data descriptor behind an entry (APPNOTE 4.3.9): checksum and sizes that weren't known when its header was written.</summary>
/// <remarks>Its signature is optional and its sizes have 4 or 8 bytes, which nothing tells; so it is known by the numbers it must have.</remarks>
internal static class ZipDescriptor
{
    /// <summary>The longest descriptor, and the beginning of what follows.</summary>
    public const int LookBytes = 24 + 2;

    private const int LongSizes = 8;
    private const int ShortSizes = 4;

    public static ReadOnlySpan<byte> Signature => "PK\a\b"u8;

    /// <summary>How long the descriptor is that stands at the begin of a text; 0 when none does.</summary>
    /// <param name="crc">The checksum it must have; null for any.</param>
    /// <param name="packed">The packed size it must have.</param>
    /// <param name="unpacked">The unpacked size it must have; null for any.</param>
    public static int LengthAt(ReadOnlySpan<byte> text, uint? crc, long packed, long? unpacked)
    {
        var signed = text.StartsWith(Signature);
        foreach (var size in (ReadOnlySpan<int>)[LongSizes, ShortSizes])
        {
            var length = (signed ? Signature.Length : 0) + 4 + (2 * size);
            if (text.Length >= length
                && Fits(text[(signed ? Signature.Length : 0)..length], size, crc, packed, unpacked)
                && (text.Length < length + 2 || text[length..].StartsWith("PK"u8)))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool Fits(ReadOnlySpan<byte> numbers, int size, uint? crc, long packed, long? unpacked) =>
        (crc is null || BinaryPrimitives.ReadUInt32LittleEndian(numbers) == crc)
        && Size(numbers[4..], size) == packed
        && (unpacked is null || Size(numbers[(4 + size)..], size) == unpacked);

    private static long Size(ReadOnlySpan<byte> text, int size) =>
        size == LongSizes ? BinaryPrimitives.ReadInt64LittleEndian(text) : BinaryPrimitives.ReadUInt32LittleEndian(text);
}
