using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AWSense.Vision.Models;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">What it is made of, such as <c>Float</c>.</param>
/// <param name="Dimensions">Its dimensions; −1 for one that is free.</param>
internal sealed record OnnxTensor(string Name, TensorElementType Type, IReadOnlyList<int> Dimensions)
{
    /// <summary>The dimensions as people read them, such as <c>[?, 224, 224, 3]</c>.</summary>
    internal string Shape => $"[{string.Join(", ", Dimensions.Select(length => length < 0 ? "?" : $"{length}"))}]";
}

/// <summary>What a loaded ONNX graph says of itself.</summary>
internal sealed record OnnxGraph(IReadOnlyList<OnnxTensor> Inputs, IReadOnlyList<OnnxTensor> Outputs)
{
    internal static OnnxGraph Of(InferenceSession session) =>
        new(Describe(session.InputMetadata), Describe(session.OutputMetadata));

    private static IReadOnlyList<OnnxTensor> Describe(IReadOnlyDictionary<string, NodeMetadata> nodes) =>
        [.. nodes.Where(node => node.Value.IsTensor)
            .Select(node => new OnnxTensor(node.Key, node.Value.ElementDataType, [.. node.Value.Dimensions]))];
}
