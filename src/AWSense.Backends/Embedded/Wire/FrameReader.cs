using System.Buffers.Binary;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Cuts what is received on a connection into frames: four bytes that tell the length, little end first, and that many of a message.</summary>
/// <param name="parser">Of the messages.</param>
internal sealed class FrameReader<T>(MessageParser<T> parser)
    where T : IMessage<T>
{
    private const int FirstBytes = 64 * 1024;

    private byte[] bytes = new byte[FirstBytes];
    private int begin;
    private int end;

    /// <summary>Where to receive to; never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (begin == end)
            {
                begin = end = 0;
            }
            else if (end == bytes.Length)
            {
                MakeRoom();
            }

            return bytes.AsMemory(end);
        }
    }

    /// <summary>So many bytes were received.</summary>
    public void Received(int count) => end += count;

    /// <summary>Takes the next frame.</summary>
    /// <returns>Null when it isn't there yet, or not whole.</returns>
    /// <exception cref="InvalidDataException">These are no frames.</exception>
    public T? TryRead()
    {
        var received = bytes.AsSpan(begin, end - begin);
        if (received.Length < FrameWriter.LengthBytes)
        {
            return default;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(received);
        if (length is < 0 or > FrameWriter.BytesMax)
        {
            throw new InvalidDataException($"A frame of {length} bytes is none.");
        }

        if (received.Length - FrameWriter.LengthBytes < length)
        {
            return default;
        }

        begin += FrameWriter.LengthBytes + length;
        return Parse(received.Slice(FrameWriter.LengthBytes, length));
    }

    private T Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException("A frame can't be read.", exception);
        }
    }

    private void MakeRoom()
    {
        var received = bytes.AsSpan(begin, end - begin);
        var room = received.Length > bytes.Length / 2 ? new byte[bytes.Length * 2] : bytes;
        received.CopyTo(room);
        (bytes, begin, end) = (room, 0, received.Length);
    }
}
