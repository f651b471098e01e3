using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AWSense.Tests.Web.Batches;

/// <summary>Zip archives to send.</summary>
internal static class Archives
{
    /// <summary>An archive as .NET writes it to a stream that can be sought, with all sizes in the headers.</summary>
    public static byte[] Sought(CompressionLevel level, params (string Name, byte[] Bytes)[] files) => Write(new MemoryStream(), level, files);

    /// <summary>An archive as .NET writes it to a stream that can't be sought, with descriptors behind the data.</summary>
    public static byte[] Streamed(CompressionLevel level, params (string Name, byte[] Bytes)[] files) => Write(new ForwardStream(), level, files);

    /// <summary>A local header, written by hand.</summary>
    public static byte[] Local(string name, int method, int flags, uint crc, uint packed, uint unpacked, params byte[] data)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var head = new byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x04034B50);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(6), (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), (ushort)method);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(14), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(18), packed);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(22), unpacked);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(26), (ushort)nameBytes.Length);
        return [.. head, .. nameBytes, .. data];
    }

    /// <summary>A stored file, written by hand, whose sizes stand behind it.</summary>
    public static byte[] StoredWithDescriptor(string name, byte[] data, int flags = 8)
    {
        var descriptor = new byte[16];
        "PK\a\b"u8.CopyTo(descriptor);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor.AsSpan(4), System.IO.Hashing.Crc32.HashToUInt32(data));
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor.AsSpan(8), (uint)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor.AsSpan(12), (uint)data.Length);
        return [.. Local(name, 0, flags, 0, 0, 0, data), .. descriptor];
    }

    /// <summary>A stored file, written by hand.</summary>
    public static byte[] Stored(string name, byte[] data, int flags = 0) =>
        Local(name, 0, flags, System.IO.Hashing.Crc32.HashToUInt32(data), (uint)data.Length, (uint)data.Length, data);

    /// <summary>What ends an archive.</summary>
    public static byte[] End { get; } = [.. "PK\u0005\u0006"u8, .. new byte[18]];

    private static byte[] Write(MemoryStream stream, CompressionLevel level, (string Name, byte[] Bytes)[] files)
    {
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private sealed class ForwardStream : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
