using System.Buffers.Binary;

namespace AWSense.Core.Images;

/// <summary>The formats that are decoded, and the one that needs no decoding.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Avif,
    Tiff,

    /// <summary>Pixels that came as a tensor; see <see cref="PixelTensor"/>. No upload is taken for it.</summary>
    Ppm,
}

/// <summary>Names, media types and first bytes of the formats.</summary>
public static class ImageFormats
{
    /// <summary>Bytes that <see cref="Detect"/> may look at.</summary>
    public const int HeaderBytes = 64;

    /// <summary>The accepted formats as people read them.</summary>
    public const string Accepted = "JPEG, PNG, WebP, GIF, AVIF, TIFF";

    /// <summary>Tells the format from a file's first bytes; a name or a Content-Type is never asked.</summary>
    /// <returns>Null when it is none that is decoded.</returns>
    public static ImageFormat? Detect(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'I', (byte)'I', 0x2A or 0x2B, 0x00, ..] or [(byte)'M', (byte)'M', 0x00, 0x2A or 0x2B, ..] => ImageFormat.Tiff,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when HasAvifBrand(head) => ImageFormat.Avif,
        _ => null,
    };

    /// <summary>The format's name in results, such as <c>jpeg</c>.</summary>
    public static string ToWireName(this ImageFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>The media type that a format is served with; <c>application/octet-stream</c> for a name that is unknown.</summary>
    public static string MediaTypeOf(string wireName) => wireName switch
    {
        "ppm" => "image/x-portable-pixmap",
        "jpeg" or "png" or "webp" or "gif" or "avif" or "tiff" => $"image/{wireName}",
        _ => "application/octet-stream",
    };

    // ISO/IEC 14496-12: a box of type ftyp holds the major brand, a version, then the compatible brands.
    private static bool HasAvifBrand(ReadOnlySpan<byte> head)
    {
        var end = Math.Min(head.Length, BinaryPrimitives.ReadUInt32BigEndian(head) is var size and >= 16 and < 1024 ? (int)size : 16);
        for (var at = 8; at + 4 <= end; at += 4)
        {
            if (at != 12 && (head[at..(at + 4)].SequenceEqual("avif"u8) || head[at..(at + 4)].SequenceEqual("avis"u8)))
            {
                return true;
            }
        }

        return false;
    }
}
