using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AWSense.Core.Results;
using AWSense.Web.Problems;

namespace AWSense.Web.Inference;

/// <summary>An output that is wanted, and how.</summary>
/// <param name="Name">One of <see cref="ModelTensors.Outputs"/>.</param>
/// <param name="IsBinary">Whether its data follows the JSON.</param>
/// <param name="Classification">That many texts <c>confidence:index:label</c> in place of numbers; null for the numbers.</param>
internal sealed record WantedOutput(string Name, bool IsBinary, int? Classification)
{
    /// <summary>What a request wants; all outputs when it names none.</summary>
    /// <exception cref="ProblemException">There is no such output.</exception>
    public static IReadOnlyList<WantedOutput> Of(InferRequest request)
    {
        var binary = request.Parameters?.BinaryDataOutput ?? false;
        if (request.Outputs is not { Count: > 0 } named)
        {
            return [.. ModelTensors.Outputs.Select(name => new WantedOutput(name, binary, null))];
        }

        if (named.FirstOrDefault(output => output is null || !ModelTensors.Outputs.Contains(output.Name)) is { } unknown || named.Contains(null!))
        {
            throw new ProblemException(ProblemKinds.Malformed, $"There is no such output. The outputs are {string.Join(", ", ModelTensors.Outputs)}.");
        }

        if (named.Count > ModelTensors.Outputs.Count || named.DistinctBy(output => output.Name).Count() < named.Count)
        {
            throw new ProblemException(ProblemKinds.Malformed, "An output is named twice.");
        }

        if (named.Any(output => output.Parameters?.Classification is not null && output.Name != ModelTensors.Confidences))
        {
            throw new ProblemException(ProblemKinds.Malformed, $"The parameter classification is for the output \"{ModelTensors.Confidences}\".");
        }

        return [.. named.Select(output => new WantedOutput(output.Name, output.Parameters?.BinaryData ?? binary, output.Parameters?.Classification))];
    }
}

/// <summary>Makes the outputs of answered pictures.</summary>
/// <param name="results">One for each picture, in the order in which they came; each has as many labels as the first.</param>
internal sealed class OutputTensors(IReadOnlyList<ClassificationResult> results)
{
    private readonly int columns = results.Min(result => result.Labels.Count);

    /// <summary>Makes an output.</summary>
    /// <param name="binary">Takes the data of one that is to follow the JSON.</param>
    public OutputTensor Make(WantedOutput wanted, Stream binary)
    {
        var (datatype, shape, data) = wanted switch
        {
            { Classification: { } classes } => (ModelTensors.Bytes, Shape(Math.Min(classes, columns)), Labels(Math.Min(classes, columns), ClassificationText)),
            { Name: ModelTensors.Labels } => (ModelTensors.Bytes, Shape(columns), Labels(columns, label => label.Label)),
            { Name: ModelTensors.Confidences } => (ModelTensors.Float32, Shape(columns), Labels(columns, label => (float)label.Confidence)),
            { Name: ModelTensors.Indices } => (ModelTensors.Int32, Shape(columns), Labels(columns, label => label.Index)),
            _ => (ModelTensors.Bytes, [results.Count], results.Select(object (result) => result.Id.ToString()).ToList()),
        };
        if (!wanted.IsBinary)
        {
            return new(wanted.Name, datatype, shape, null, data);
        }

        var begin = binary.Length;
        foreach (var element in data)
        {
            Write(element, binary);
        }

        return new(wanted.Name, datatype, shape, new((int)(binary.Length - begin)), null);
    }

    private static string ClassificationText(LabelScore label) =>
        string.Create(CultureInfo.InvariantCulture, $"{label.Confidence:F6}:{label.Index}:{label.Label}");

    private IReadOnlyList<int> Shape(int width) => [results.Count, width];

    private List<object> Labels<T>(int width, Func<LabelScore, T> of)
        where T : notnull =>
        [.. results.SelectMany(result => result.Labels.Take(width)).Select(object (label) => of(label))];

    // Least significant byte first; a text is its length in four bytes, and itself.
    private static void Write(object element, Stream binary)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        switch (element)
        {
            case float value:
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                binary.Write(number);
                break;
            case int value:
                BinaryPrimitives.WriteInt32LittleEndian(number, value);
                binary.Write(number);
                break;
            default:
                var text = Encoding.UTF8.GetBytes((string)element);
                BinaryPrimitives.WriteInt32LittleEndian(number, text.Length);
                binary.Write(number);
                binary.Write(text);
                break;
        }
    }
}
