using System.Text;

namespace AWSense.Vision.Tests.Models;

/// <summary>Writes the protobuf of small ONNX graphs: a chain of operators from one input to one output.</summary>
/// <remarks>Field numbers are those of onnx.proto3 (opset 13, IR version 8).</remarks>
internal static class TinyOnnx
{
    internal const int Float = 1;
    internal const int UInt8 = 2;

    /// <summary>The chain whose three outputs are the means of red, green and blue of pictures in the order NCHW.</summary>
    internal static string[] ChannelMeans => ["GlobalAveragePool", "Flatten"];

    /// <param name="type"><see cref="Float"/> or <see cref="UInt8"/>.</param>
    /// <param name="input">The input's dimensions; −1 for a free one.</param>
    /// <param name="classes">The output's second dimension; −1 for a free one.</param>
    /// <param name="operators">The chain, in order. <c>SubItself</c> gives zeros.</param>
    internal static byte[] Create(int type, int[] input, int classes, params string[] operators)
    {
        var graph = new List<byte>();
        var last = "in";
        for (var at = 0; at < operators.Length; at++)
        {
            var next = at == operators.Length - 1 ? "out" : $"t{at}";
            graph.AddRange(Message(1, Node(operators[at], last, next)));
            last = next;
        }

        graph.AddRange(Text(2, "tiny"));
        graph.AddRange(Message(11, Value("in", type, input)));
        graph.AddRange(Message(12, Value("out", Float, [input[0], classes])));
        return [.. Number(1, 8), .. Message(7, [.. graph]), .. Message(8, [.. Text(1, ""), .. Number(2, 13)])];
    }

    private static byte[] Node(string name, string input, string output) => name switch
    {
        "SubItself" => [.. Text(1, input), .. Text(1, input), .. Text(2, output), .. Text(4, "Sub")],
        "Cast" => [.. Text(1, input), .. Text(2, output), .. Text(4, name), .. Message(5, [.. Text(1, "to"), .. Number(3, Float), .. Number(20, 2)])],
        "Transpose" => [.. Text(1, input), .. Text(2, output), .. Text(4, name), .. Message(5, Permutation(0, 3, 1, 2))],
        _ => [.. Text(1, input), .. Text(2, output), .. Text(4, name)],
    };

    private static byte[] Permutation(params int[] axes) => [.. Text(1, "perm"), .. axes.SelectMany(axis => Number(8, axis)), .. Number(20, 7)];

    private static byte[] Value(string name, int type, int[] dimensions)
    {
        var shape = dimensions.SelectMany((length, at) => Message(1, length < 0 ? Text(2, $"free{at}") : Number(1, length)));
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, type), .. Message(2, [.. shape])]))];
    }

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
