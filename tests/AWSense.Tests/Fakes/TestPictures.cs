using System.Security.Cryptography;
using System.Text;

namespace AWSense.Tests.Fakes;

/// <summary>Files that begin as pictures do and carry the label that the scripted worker answers with.</summary>
internal static class TestPictures
{
    private static ReadOnlySpan<byte> JpegHead => [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10];

    private static ReadOnlySpan<byte> PngHead => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A JPEG, as far as its first bytes go.</summary>
    /// <param name="padding">Bytes to add behind the label.</param>
    public static byte[] Jpeg(string label, int padding = 0) =>
        [.. JpegHead, .. Encoding.UTF8.GetBytes(label), (byte)'\n', .. new byte[padding]];

    /// <summary>A PNG, as far as its first bytes go.</summary>
    public static byte[] Png(string label) => [.. PngHead, .. Encoding.UTF8.GetBytes(label), (byte)'\n'];

    public static string LabelOf(ReadOnlySpan<byte> picture)
    {
        var text = picture[(picture[0] == 0x89 ? PngHead.Length : JpegHead.Length)..];
        var end = text.IndexOf((byte)'\n');
        return end < 0 ? "unlabelled" : Encoding.UTF8.GetString(text[..end]);
    }

    public static string Sha256(ReadOnlySpan<byte> picture) => Convert.ToHexStringLower(SHA256.HashData(picture));
}
