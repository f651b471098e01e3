using System.Buffers.Binary;

namespace AWSense.Vision.Decoding;

/// <summary>The segments of a JPEG that come before its data (ITU-T T.81, annex B).</summary>
internal static class JpegSegments
{
    private const byte Marker = 0xFF;
    private const byte StartOfScan = 0xDA;
    private const byte Application1 = 0xE1;
    private const int MarkerBytes = 2;

    private static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    /// <summary>Whether there is EXIF, or may be: also where the segments can't be followed.</summary>
    internal static bool MayHaveExif(ReadOnlySpan<byte> file)
    {
        var rest = file[Math.Min(MarkerBytes, file.Length)..]; // behind the start of the image
        while (rest.Length >= 2 * MarkerBytes && rest[0] == Marker && rest[1] != StartOfScan)
        {
            if (rest[1] == Marker)
            {
                rest = rest[1..]; // a byte to fill
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[MarkerBytes..]); // its own two bytes included
            if (rest.Length < MarkerBytes + length || (rest[1] == Application1 && rest[(2 * MarkerBytes)..].StartsWith(Exif)))
            {
                return true;
            }

            rest = rest[(MarkerBytes + length)..];
        }

        return rest.Length < MarkerBytes || rest[0] != Marker || rest[1] != StartOfScan;
    }
}
