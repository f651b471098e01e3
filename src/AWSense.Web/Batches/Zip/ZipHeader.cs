using System.Buffers.Binary;
using System.Text;

namespace AWSense.Web.Batches.Zip;

/// <summary>The local header of an entry (APPNOTE 4.3.7).</summary>
/// <param name="Name">As the archive has it.</param>
/// <param name="Method">How it is compressed: 0 not at all, 8 deflate.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
/// <param name="HasDescriptor">Whether a descriptor follows the data.</param>
/// <param name="Crc">Checksum of the file; 0 when the descriptor has it.</param>
/// <param name="PackedBytes">Size in the archive; 0 when the descriptor has it.</param>
/// <param name="UnpackedBytes">Size of the file; 0 when the descriptor has it.</param>
internal sealed record ZipHeader(
    string Name, int Method, bool Encrypted, bool HasDescriptor, uint Crc, long PackedBytes, long UnpackedBytes)
{
    /// <summary>Length of the part before the name.</summary>
    public const int FixedBytes = 30;

    public const int Stored = 0;
    public const int Deflated = 8;

    private const ushort EncryptedFlag = 1;
    private const ushort DescriptorFlag = 8;
    private const ushort Zip64Field = 1;
    private const uint InZip64Field = uint.MaxValue;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A folder has no data and isn't classified.</summary>
    public bool IsFolder => Name.EndsWith('/');

    /// <summary>Whether the size in the archive is known before the data.</summary>
    public bool SizeKnown => !HasDescriptor || PackedBytes > 0;

    /// <summary>Length of the name and the extra fields behind it.</summary>
    /// <param name="head">The first <see cref="FixedBytes"/>.</param>
    public static (int Name, int Extra) TailOf(ReadOnlySpan<byte> head) =>
        (BinaryPrimitives.ReadUInt16LittleEndian(head[26..]), BinaryPrimitives.ReadUInt16LittleEndian(head[28..]));

    /// <summary>Reads a header.</summary>
    /// <param name="head">The first <see cref="FixedBytes"/>.</param>
    /// <exception cref="ArchiveException">Its sizes are none.</exception>
    public static ZipHeader Read(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(head[6..]);
        var packed = (long)BinaryPrimitives.ReadUInt32LittleEndian(head[18..]);
        var unpacked = (long)BinaryPrimitives.ReadUInt32LittleEndian(head[22..]);
        if (unpacked == InZip64Field || packed == InZip64Field)
        {
            var large = Zip64Of(extra);
            unpacked = unpacked == InZip64Field ? Next(ref large) : unpacked;
            packed = packed == InZip64Field ? Next(ref large) : packed;
        }

        return new(
            Decode(name),
            BinaryPrimitives.ReadUInt16LittleEndian(head[8..]),
            (flags & EncryptedFlag) != 0,
            (flags & DescriptorFlag) != 0,
            BinaryPrimitives.ReadUInt32LittleEndian(head[14..]),
            packed,
            unpacked);
    }

    private static ReadOnlySpan<byte> Zip64Of(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Field)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Next(ref ReadOnlySpan<byte> sizes)
    {
        var size = sizes.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(sizes) : -1;
        sizes = sizes.Length >= 8 ? sizes[8..] : [];
        return size >= 0 ? size : throw ArchiveException.Damaged("the sizes of a file can't be read");
    }

    // Whatever the flag for it says, a name that is UTF-8 is meant so; others are shown byte by byte.
    private static string Decode(ReadOnlySpan<byte> name)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(name);
        }
    }
}
