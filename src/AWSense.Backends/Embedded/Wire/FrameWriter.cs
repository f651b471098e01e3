using System.Buffers.Binary;
using AWSense.Core;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Makes frames as <see cref="FrameReader{T}"/> reads them. The memory is used again for the next one.</summary>
internal sealed class FrameWriter
{
    /// <summary>Of the length before a message.</summary>
    public const int LengthBytes = sizeof(int);

    /// <summary>More than any frame has.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    private byte[] bytes = new byte[4096];

    /// <summary>A message as a frame, until the next one is made.</summary>
    public ReadOnlyMemory<byte> Write(IMessage message)
    {
        var length = message.CalculateSize();
        if (length > BytesMax)
        {
            throw new InvariantException($"A frame of {length} bytes is larger than any may be.");
        }

        if (LengthBytes + length > bytes.Length)
        {
            bytes = new byte[2 * (LengthBytes + length)];
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        message.WriteTo(bytes.AsSpan(LengthBytes, length));
        return bytes.AsMemory(0, LengthBytes + length);
    }
}
