using System.Buffers.Binary;

namespace AWSense.Vision.Decoding;

/// <summary>What the segments of a JPEG before its data tell (ITU-T T.81, annex B).</summary>
/// <param name="HasExif">Whether there is EXIF.</param>
internal readonly record struct JpegSegments(bool HasExif)
{
    private const byte Marker = 0xFF;
    private const byte Application1 = 0xE1;
    private const int MarkerBytes = 2;

    /// <summary>Reads the segments of a JPEG as photos are: lossy, of Huffman codes, baseline or progressive, with one frame.</summary>
    /// <returns>Null when it is another, or the segments can't be followed. A decoder for lossless ones doesn't heed how much smaller it is to decode.</returns>
    internal static JpegSegments? Read(ReadOnlySpan<byte> file)
    {
        var (frames, hasExif) = (0, false);
        var rest = file[Math.Min(MarkerBytes, file.Length)..]; // behind the start of the image
        while (rest.Length >= 2 * MarkerBytes && rest[0] == Marker)
        {
            if (rest[1] == Marker)
            {
                rest = rest[1..]; // a byte to fill
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[MarkerBytes..]); // its own two bytes included
            switch (rest[1])
            {
                case 0xDA: // the data
                    return frames == 1 ? new(hasExif) : null;
                case 0xC0 or 0xC1 or 0xC2: // frames of that kind
                    frames++;
                    break;
                case 0xC4 or 0xDB or 0xDD or (>= 0xE0 and <= 0xEF) or 0xFE: // tables, restarts, applications, comments
                    break;
                default:
                    return null;
            }

            if (length < MarkerBytes || rest.Length < MarkerBytes + length)
            {
                return null;
            }

            hasExif |= rest[1] == Application1 && rest[(2 * MarkerBytes)..(MarkerBytes + length)].StartsWith("Exif"u8);
            rest = rest[(MarkerBytes + length)..];
        }

        return null;
    }
}
