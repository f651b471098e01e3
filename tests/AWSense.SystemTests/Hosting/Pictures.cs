using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace AWSense.SystemTests.Hosting;

/// <summary>Real pictures for real services: the samples, and as many different ones of them as a test needs.</summary>
internal static class Pictures
{
    /// <summary>The samples and the label that the default model gives each.</summary>
    public static IReadOnlyDictionary<string, string> SampleLabels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["chelsea.jpg"] = "tiger cat",
        ["china.jpg"] = "palace",
        ["coffee.jpg"] = "espresso",
        ["flower.jpg"] = "daisy",
        ["rocket.jpg"] = "missile",
    };

    public static IReadOnlyList<string> Names { get; } = [.. SampleLabels.Keys.Order(StringComparer.Ordinal)];

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", name));

    /// <summary>A sample with a comment segment that holds a number: other bytes, the same pixels and so the same label.</summary>
    public static byte[] Variant(string name, int number)
    {
        var original = Sample(name);
        var changed = new byte[original.Length + 8];
        original.AsSpan(0, 2).CopyTo(changed); // start of image
        ReadOnlySpan<byte> comment = [0xFF, 0xFE, 0x00, 0x06];
        comment.CopyTo(changed.AsSpan(2));
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(6), number);
        original.AsSpan(2).CopyTo(changed.AsSpan(10));
        return changed;
    }

    /// <summary>An archive of samples.</summary>
    public static byte[] Zip(params string[] samples)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var sample in samples)
            {
                using var entry = archive.CreateEntry(sample, CompressionLevel.NoCompression).Open();
                entry.Write(Sample(sample));
            }
        }

        return zip.ToArray();
    }

    public static string Sha256(byte[] picture) => Convert.ToHexStringLower(SHA256.HashData(picture));
}
