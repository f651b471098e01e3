using Microsoft.ML.OnnxRuntime.Tensors;

namespace AWSense.Vision.Models;

/// <summary>What the graph of an ONNX file tells of a classifier.</summary>
/// <param name="InputName">Name of its input.</param>
/// <param name="InputType">What the input is made of.</param>
/// <param name="Layout">Order of the input's dimensions; null when the graph leaves it open.</param>
/// <param name="Size">Side of the input in pixels; null when the graph leaves it free.</param>
/// <param name="OutputName">Name of its output.</param>
/// <param name="ClassCount">How many classes there are; null when the graph leaves it free.</param>
public sealed record GraphFacts(
    string InputName,
    TensorType InputType,
    TensorLayout? Layout,
    int? Size,
    string OutputName,
    int? ClassCount)
{
    /// <exception cref="ModelException">Everything that keeps the graph from being a classifier of single pictures.</exception>
    internal static GraphFacts Of(OnnxGraph graph, string file)
    {
        var problems = new List<string>();
        var input = InputOf(graph, problems);
        var output = graph.Outputs.FirstOrDefault(tensor => tensor is { Type: TensorElementType.Float, Dimensions.Count: 2 });
        if (output is null)
        {
            problems.Add($"It has no output of floats with the dimensions [batch, classes]; it has {Describe(graph.Outputs)}.");
        }

        if (problems.Count > 0)
        {
            throw new ModelException(file, problems);
        }

        var layout = LayoutOf(input!);
        var side = layout is TensorLayout.Nchw ? input!.Dimensions[2] : input!.Dimensions[1];
        return new(
            input.Name,
            input.Type is TensorElementType.UInt8 ? TensorType.Bytes : TensorType.Floats,
            layout,
            layout is null || side < 0 ? null : side,
            output!.Name,
            output.Dimensions[1] < 0 ? null : output.Dimensions[1]);
    }

    private static OnnxTensor? InputOf(OnnxGraph graph, List<string> problems)
    {
        if (graph.Inputs is not [{ Type: TensorElementType.UInt8 or TensorElementType.Float, Dimensions.Count: 4 } input])
        {
            problems.Add($"It must have one input, of uint8 or float32 with four dimensions; it has {Describe(graph.Inputs)}.");
            return null;
        }

        if (input.Dimensions[0] is not (-1 or 1))
        {
            problems.Add($"Its input {input.Shape} takes {input.Dimensions[0]} pictures at once and nothing else; the first dimension must be free, or 1.");
        }

        var isPictures = LayoutOf(input) switch
        {
            TensorLayout.Nhwc => input.Dimensions[1] == input.Dimensions[2],
            TensorLayout.Nchw => input.Dimensions[2] == input.Dimensions[3],
            _ => input.Dimensions[1] < 0 || input.Dimensions[3] < 0,
        };
        if (!isPictures)
        {
            problems.Add($"Its input {input.Shape} isn't square pictures of three channels.");
        }

        return input;
    }

    private static TensorLayout? LayoutOf(OnnxTensor input) => (input.Dimensions[1], input.Dimensions[3]) switch
    {
        (3, not 3) => TensorLayout.Nchw,
        (not 3, 3) => TensorLayout.Nhwc,
        _ => null,
    };

    private static string Describe(IEnumerable<OnnxTensor> tensors) =>
        string.Join(", ", tensors.Select(tensor => $"\"{tensor.Name}\" {tensor.Type} {tensor.Shape}")) is { Length: > 0 } text ? text : "none";
}
