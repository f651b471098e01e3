using System.Globalization;

namespace AWSense.Vision.Tests.Classification;

/// <summary>What Pillow and ONNX Runtime in Python made of a picture.</summary>
internal sealed record ReferenceRow(string File, string Model, string PixelsSha256, IReadOnlyList<(int Class, double Probability)> Best)
{
    internal static IReadOnlyList<ReferenceRow> Read(string path) =>
        [.. System.IO.File.ReadLines(path).Skip(1).Select(Parse)];

    private static ReferenceRow Parse(string line)
    {
        var cells = line.Split(',');
        var best = cells.Skip(3).Chunk(2).Select(pair =>
            (int.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture)));
        return new(cells[0], cells[1], cells[2], [.. best]);
    }
}
