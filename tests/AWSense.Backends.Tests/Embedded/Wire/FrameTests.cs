using System.Buffers.Binary;
using AWSense.Backends.Embedded.Wire;
using CsCheck;
using Google.Protobuf;

namespace AWSense.Backends.Tests.Embedded.Wire;

public sealed class FrameTests
{
    private static readonly Gen<OperationFrame> AnyFrame = Gen.Select(Gen.ULong, Gen.Byte.Array[0, 100_000]).Array[0, 3].Select(operations => new OperationFrame
    {
        Operations = { operations.Select(operation => new Operation { Number = operation.Item1, Report = ByteString.CopyFrom(operation.Item2) }) },
    });

    [Fact]
    public void Frames_arrive_as_they_were_sent_however_they_are_cut() =>
        Gen.Select(AnyFrame.Array[1, 5], Gen.Int[1, 100_000].Array[1, 8]).Sample((frames, cuts) =>
        {
            var writer = new FrameWriter();
            var sent = frames.SelectMany(frame => writer.Write(frame).ToArray()).ToArray();

            Assert.Equal(frames, Receive(sent, cuts));
        }, iter: 200);

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(FrameWriter.BytesMax + 1)]
    public void A_length_that_no_frame_has_is_refused_before_memory_is_taken_for_it(int length)
    {
        var bytes = new byte[FrameWriter.LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);

        Assert.Throws<InvalidDataException>(() => Receive(bytes, [bytes.Length]));
    }

    [Fact]
    public void What_is_no_message_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Receive([3, 0, 0, 0, 0xff, 0xff, 0xff], [7]));

    private static List<OperationFrame> Receive(ReadOnlySpan<byte> sent, int[] cuts)
    {
        var reader = new FrameReader<OperationFrame>(OperationFrame.Parser);
        var frames = new List<OperationFrame>();
        for (var turn = 0; sent.Length > 0; turn++)
        {
            var free = reader.Free.Span;
            var count = Math.Min(Math.Min(cuts[turn % cuts.Length], free.Length), sent.Length);
            sent[..count].CopyTo(free);
            sent = sent[count..];
            reader.Received(count);
            while (reader.TryRead() is { } frame)
            {
                frames.Add(frame);
            }
        }

        return frames;
    }
}
